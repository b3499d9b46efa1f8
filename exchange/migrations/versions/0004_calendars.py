"""Calendars that are told what is no longer theirs, and personal ones"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

from exchange.domain import base

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

LAST_NUMBER = "coalesce((SELECT max(number) FROM event_day WHERE event_day.event_id = {}), 0)"
PUBLIC = "status <> 'draft' AND visibility = 'public'"


def upgrade() -> None:
    op.create_table('personal_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_personal_feed')),
    sa.UniqueConstraint('email', name=op.f('uq_personal_feed_email')),
    sa.UniqueConstraint('token', name=op.f('uq_personal_feed_token'))
    )
    op.create_table('publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.CheckConstraint('organization_id IS NULL OR group_id IS NULL', name=op.f('ck_publication_body_or_group_or_everybody')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_publication_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_publication_group_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_publication_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication'))
    )
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.create_index('ix_publication_event_id', ['event_id'], unique=False)

    op.create_table('former_registration_day',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('day_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['day_id'], ['event_day.id'], name=op.f('fk_former_registration_day_day_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_former_registration_day_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('registration_id', 'day_id', name=op.f('pk_former_registration_day'))
    )
    with op.batch_alter_table('former_registration_day', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_former_registration_day_day_id'), ['day_id'], unique=False)

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('edition', sa.Integer(), server_default='0', nullable=False))
        batch_op.create_index(batch_op.f('ix_event_edition'), ['edition'], unique=False)

    # The default was only for the rows that were there before.
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.alter_column('edition', server_default=None)

    with op.batch_alter_table('event_day', schema=None) as batch_op:
        batch_op.add_column(sa.Column('published_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('published_starts', sa.Time(), nullable=True))
        batch_op.add_column(sa.Column('published_ends', sa.Time(), nullable=True))

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('feed_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('stamped_at', base.Moment(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_registration_feed_id'), 'personal_feed', ['feed_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_registration_feed_id'), ['feed_id'], unique=False)
        batch_op.create_index('ix_registration_email', ['email', 'event_id'], unique=False)

    _add_seconds()
    _publish_what_is_public()
    _give_everybody_a_feed()


def _add_seconds() -> None:
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.add_column(sa.Column('second', sa.BigInteger(), server_default='0', nullable=False))
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.alter_column('second', server_default=None)

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shown_until', sa.Date(), nullable=True))
    op.execute("UPDATE event SET shown_until = last_on WHERE status <> 'draft'")


def _publish_what_is_public() -> None:
    """Take for granted that calendars have what they could read until now."""
    op.execute(
        "UPDATE event_day SET published_on = held_on, published_starts = starts, published_ends = ends"
        f" WHERE event_id IN (SELECT id FROM event WHERE {PUBLIC})"
    )
    op.execute(
        "INSERT INTO publication (event_id, organization_id, group_id, last_number)"
        f" SELECT event_id, organization_id, group_id, {LAST_NUMBER.format('event_audience.event_id')} FROM event_audience"
        f" WHERE event_id IN (SELECT id FROM event WHERE {PUBLIC}) ORDER BY event_id, id"
    )
    op.execute(
        "INSERT INTO publication (event_id, organization_id, group_id, last_number)"
        f" SELECT id, NULL, NULL, {LAST_NUMBER.format('event.id')}"
        f" FROM event WHERE {PUBLIC}"
        " AND NOT EXISTS (SELECT 1 FROM event_audience WHERE event_audience.event_id = event.id)"
        " ORDER BY id"
    )


def _give_everybody_a_feed() -> None:
    connection = op.get_bind()
    op.execute("UPDATE registration SET stamped_at = changed_at")
    people = connection.scalars(sa.text("SELECT id FROM registration ORDER BY id")).all()
    if not people:
        return
    connection.execute(
        sa.text("INSERT INTO personal_feed (id, token) VALUES (:id, :token)"),
        [{"id": id_, "token": secrets.token_urlsafe(24)} for id_ in people],
    )
    op.execute("UPDATE registration SET feed_id = id")
    if connection.dialect.name == "postgresql":
        op.execute("SELECT setval('personal_feed_id_seq', (SELECT max(id) FROM personal_feed))")


def downgrade() -> None:
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('shown_until')
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.drop_column('second')

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index('ix_registration_email')
        batch_op.drop_index(batch_op.f('ix_registration_feed_id'))
        batch_op.drop_constraint(batch_op.f('fk_registration_feed_id'), type_='foreignkey')
        batch_op.drop_column('stamped_at')
        batch_op.drop_column('feed_id')

    with op.batch_alter_table('event_day', schema=None) as batch_op:
        batch_op.drop_column('published_ends')
        batch_op.drop_column('published_starts')
        batch_op.drop_column('published_on')

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_edition'))
        batch_op.drop_column('edition')

    op.drop_table('former_registration_day')
    op.drop_table('publication')
    op.drop_table('personal_feed')
