"""What notes become"""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from exchange.domain import base

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('material',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=True),
    sa.Column('size', sa.BigInteger(), nullable=True),
    sa.Column('stored_at', base.Moment(timezone=True), nullable=True),
    sa.CheckConstraint('(stored_at IS NULL) = (media_type IS NULL) AND (stored_at IS NULL) = (size IS NULL)', name=op.f('ck_material_whole_or_awaited')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_material_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_material')),
    sa.UniqueConstraint('key', name=op.f('uq_material_key'))
    )
    with op.batch_alter_table('material', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_material_event_id'), ['event_id'], unique=False)

    op.create_table('photo',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('caption', sa.String(), nullable=False),
    sa.Column('alt', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=True),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('stored_at', base.Moment(timezone=True), nullable=True),
    sa.CheckConstraint('(stored_at IS NULL) = (media_type IS NULL) AND (stored_at IS NULL) = (width IS NULL) AND (stored_at IS NULL) = (height IS NULL)', name=op.f('ck_photo_whole_or_awaited')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_photo_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_photo')),
    sa.UniqueConstraint('key', name=op.f('uq_photo_key'))
    )
    with op.batch_alter_table('photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_photo_event_id'), ['event_id'], unique=False)

    op.create_table('manuscript',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('saved_at', base.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_manuscript_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_manuscript_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_manuscript')),
    sa.UniqueConstraint('event_id', 'account_id', name=op.f('uq_manuscript_event_id_account_id'))
    )
    with op.batch_alter_table('manuscript', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_manuscript_account_id'), ['account_id'], unique=False)

    op.create_table('notes_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('saved_at', base.Moment(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_notes_revision_account_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_notes_revision_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notes_revision')),
    sa.UniqueConstraint('event_id', 'number', name=op.f('uq_notes_revision_event_id_number'))
    )
    with op.batch_alter_table('notes_revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notes_revision_account_id'), ['account_id'], unique=False)

    op.create_table('plan_item_event',
    sa.Column('plan_item_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_plan_item_event_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['plan_item_id'], ['plan_item.id'], name=op.f('fk_plan_item_event_plan_item_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('plan_item_id', 'event_id', name=op.f('pk_plan_item_event'))
    )
    with op.batch_alter_table('plan_item_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_item_event_event_id'), ['event_id'], unique=False)

    op.create_table('plan_item_organization',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_item_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_plan_item_organization_organization_id')),
    sa.ForeignKeyConstraint(['plan_item_id'], ['plan_item.id'], name=op.f('fk_plan_item_organization_plan_item_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_item_organization')),
    sa.UniqueConstraint('plan_item_id', 'organization_id', name=op.f('uq_plan_item_organization_plan_item_id_organization_id'))
    )
    with op.batch_alter_table('plan_item_organization', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_item_organization_organization_id'), ['organization_id'], unique=False)

    op.create_table('plan_progress',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_item_id', sa.Integer(), nullable=False),
    sa.Column('noted_on', sa.Date(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['plan_item_id'], ['plan_item.id'], name=op.f('fk_plan_progress_plan_item_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_progress'))
    )
    with op.batch_alter_table('plan_progress', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_progress_plan_item_id'), ['plan_item_id'], unique=False)

    op.create_table('saved_search',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('saved_at', base.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_saved_search_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_search')),
    sa.UniqueConstraint('token', name=op.f('uq_saved_search_token')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('saved_search', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_search_account_id'), ['account_id'], unique=False)

    op.create_table('action_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('plan_item_id', sa.Integer(), nullable=True),
    sa.Column('is_set_aside', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_action_item_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['line_id'], ['note_line.id'], name=op.f('fk_action_item_line_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['plan_item_id'], ['plan_item.id'], name=op.f('fk_action_item_plan_item_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_item')),
    sa.UniqueConstraint('line_id', name=op.f('uq_action_item_line_id'))
    )
    with op.batch_alter_table('action_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_action_item_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_action_item_plan_item_id'), ['plan_item_id'], unique=False)

    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.add_column(sa.Column('changed_at', base.Moment(timezone=True), nullable=True))
    op.execute('UPDATE note SET changed_at = (SELECT changed_at FROM event WHERE event.id = note.event_id)')
    with op.batch_alter_table('note', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.alter_column('changed_at', nullable=False)

    # The defaults are only for the rows that were there before.
    with op.batch_alter_table('note_line', schema=None) as batch_op:
        batch_op.add_column(sa.Column('level', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('speaker', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('organization', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('theme', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('is_proposal', sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table('note_line', schema=None) as batch_op:
        for column in ('level', 'speaker', 'organization', 'theme', 'is_proposal'):
            batch_op.alter_column(column, server_default=None)
        batch_op.create_check_constraint(batch_op.f('ck_note_line_nested_one_level'), 'level IN (0, 1)')
        has_one = sa.text("theme <> ''")
        batch_op.create_index('ix_note_line_theme', ['theme', 'note_id'], unique=False, sqlite_where=has_one, postgresql_where=has_one)

    states = sa.Enum('considered', 'under_way', 'done', 'dropped', name='planstate', native_enum=False, create_constraint=True, length=20)
    with op.batch_alter_table('plan_item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('state', states, server_default='considered', nullable=False))
        batch_op.add_column(sa.Column('revision', sa.Integer(), server_default='0', nullable=False))
    with op.batch_alter_table('plan_item', schema=None) as batch_op:
        batch_op.alter_column('state', server_default=None)
        batch_op.alter_column('revision', server_default=None)

    _keep_what_notes_say_now()


AT_ONCE = 500
NOTES = (
    'SELECT note.event_id, note.id, heading, note.kind, speaker, event.changed_at FROM note'
    ' JOIN event ON event.id = note.event_id'
    ' WHERE note.event_id > :last AND note.event_id <= :upto ORDER BY note.event_id, note.ordinal, note.id'
)
LINES = (
    'SELECT note_id, note_line.text FROM note_line JOIN note ON note.id = note_line.note_id'
    ' WHERE note.event_id > :last AND note.event_id <= :upto ORDER BY note_id, note_line.ordinal, note_line.id'
)


def _keep_what_notes_say_now() -> None:
    """Make the first revision of what was written before there were any."""
    connection = op.get_bind()
    revisions = sa.table(
        'notes_revision',
        sa.column('event_id'),
        sa.column('number'),
        sa.column('saved_at', base.Moment(timezone=True)),
        sa.column('content', sa.JSON()),
    )
    notes = sa.text(NOTES).columns(
        event_id=sa.Integer(), id=sa.Integer(), heading=sa.String(), kind=sa.String(), speaker=sa.String(),
        changed_at=base.Moment(timezone=True),
    )
    newest = connection.scalar(sa.text('SELECT max(event_id) FROM note')) or 0
    for last in range(0, newest, AT_ONCE):
        span = {'last': last, 'upto': last + AT_ONCE}
        lines = defaultdict(list)
        for note_id, text in connection.execute(sa.text(LINES), span):
            lines[note_id].append({'text': text})
        kept = {}
        for event_id, note_id, heading, kind, speaker, changed_at in connection.execute(notes, span):
            row = kept.setdefault(
                event_id, {'event_id': event_id, 'number': 1, 'saved_at': changed_at, 'content': []}
            )
            said = {'kind': kind, 'speaker': speaker, 'lines': lines[note_id]}
            row['content'].append({'id': note_id, 'heading': heading} | {k: v for k, v in said.items() if v})
        if kept:
            connection.execute(sa.insert(revisions), list(kept.values()))


def downgrade() -> None:
    with op.batch_alter_table('plan_item', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_plan_item_planstate'), type_='check')
        batch_op.drop_column('revision')
        batch_op.drop_column('state')

    with op.batch_alter_table('note_line', schema=None) as batch_op:
        batch_op.drop_index('ix_note_line_theme')

    with op.batch_alter_table('note_line', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_note_line_nested_one_level'), type_='check')
        batch_op.drop_column('is_proposal')
        batch_op.drop_column('theme')
        batch_op.drop_column('organization')
        batch_op.drop_column('speaker')
        batch_op.drop_column('level')

    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_column('changed_at')

    with op.batch_alter_table('action_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_action_item_plan_item_id'))
        batch_op.drop_index(batch_op.f('ix_action_item_event_id'))

    op.drop_table('action_item')
    with op.batch_alter_table('saved_search', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_search_account_id'))

    op.drop_table('saved_search')
    with op.batch_alter_table('plan_progress', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_progress_plan_item_id'))

    op.drop_table('plan_progress')
    with op.batch_alter_table('plan_item_organization', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_item_organization_organization_id'))

    op.drop_table('plan_item_organization')
    with op.batch_alter_table('plan_item_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_item_event_event_id'))

    op.drop_table('plan_item_event')
    with op.batch_alter_table('notes_revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notes_revision_account_id'))

    op.drop_table('notes_revision')
    with op.batch_alter_table('manuscript', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_manuscript_account_id'))

    op.drop_table('manuscript')
    with op.batch_alter_table('photo', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_photo_event_id'))

    op.drop_table('photo')
    with op.batch_alter_table('material', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_material_event_id'))

    op.drop_table('material')
