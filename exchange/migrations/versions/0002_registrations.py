"""Registration that replaces the roster"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from exchange.domain import base

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('text', 'choice', 'choices', 'yes_no', name='questionkind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('is_required', sa.Boolean(), nullable=False),
    sa.Column('is_retired', sa.Boolean(), nullable=False),
    sa.CheckConstraint("text <> ''", name=op.f('ck_question_has_a_text')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_question_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('event_id', 'number', name=op.f('uq_question_event_id_number'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_event_id'), ['event_id'], unique=False)

    op.create_table('abstention',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('answered_at', base.Moment(timezone=True), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_abstention_answered_by_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_abstention_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_abstention_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_abstention')),
    sa.UniqueConstraint('event_id', 'organization_id', name=op.f('uq_abstention_event_id_organization_id'))
    )
    with op.batch_alter_table('abstention', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_abstention_organization_id'), ['organization_id'], unique=False)

    op.create_table('disposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('disposed_at', base.Moment(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('is_own_wish', sa.Boolean(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('registrations', sa.Integer(), nullable=False),
    sa.Column('letters', sa.Integer(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.CheckConstraint('registrations >= 0', name=op.f('ck_disposal_registrations_not_negative')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_disposal_account_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_disposal_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disposal'))
    )
    with op.batch_alter_table('disposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disposal_event_id'), ['event_id'], unique=False)

    op.create_table('hold',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('mode', sa.Enum('onsite', 'online', name='mode', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('held_until', sa.Date(), nullable=False),
    sa.Column('made_at', base.Moment(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('places > 0', name=op.f('ck_hold_places_positive')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_hold_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_hold_made_by_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_hold_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hold')),
    sa.UniqueConstraint('event_id', 'organization_id', 'mode', name=op.f('uq_hold_event_id_organization_id_mode'))
    )
    with op.batch_alter_table('hold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hold_organization_id'), ['organization_id'], unique=False)

    op.create_table('party',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('is_whole', sa.Boolean(), nullable=False),
    sa.Column('made_at', base.Moment(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_party_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_party_made_by_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_party_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party'))
    )
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_organization_id'), ['organization_id'], unique=False)

    op.create_table('headcount_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('headcount_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('day_id', sa.Integer(), nullable=True),
    sa.Column('organization_id', sa.Integer(), nullable=True),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('unit', sa.Enum('people', 'visitors', name='headcountunit', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('is_approximate', sa.Boolean(), nullable=False),
    sa.Column('stated_at', base.Moment(timezone=True), nullable=True),
    sa.Column('stated_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('day_id IS NOT NULL OR organization_id IS NOT NULL', name=op.f('ck_headcount_part_of_a_day_or_a_body')),
    sa.CheckConstraint('total >= 0', name=op.f('ck_headcount_part_total_not_negative')),
    sa.ForeignKeyConstraint(['day_id'], ['event_day.id'], name=op.f('fk_headcount_part_day_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['headcount_id'], ['headcount.id'], name=op.f('fk_headcount_part_headcount_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_headcount_part_organization_id')),
    sa.ForeignKeyConstraint(['stated_by_id'], ['account.id'], name=op.f('fk_headcount_part_stated_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_headcount_part')),
    sa.UniqueConstraint('headcount_id', 'day_id', 'organization_id', name=op.f('uq_headcount_part_headcount_id_day_id_organization_id'))
    )
    with op.batch_alter_table('headcount_part', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_headcount_part_day_id'), ['day_id'], unique=False)

    op.create_table('answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_answer_question_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_answer_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('registration_id', 'question_id', name=op.f('uq_answer_registration_id_question_id'))
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_question_id'), ['question_id'], unique=False)

    op.create_table('attendance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('day_id', sa.Integer(), nullable=False),
    sa.Column('presence', sa.Enum('present', 'absent', 'proxy', name='presence', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('proxy_name', sa.String(), nullable=False),
    sa.Column('proxy_position', sa.String(), nullable=False),
    sa.Column('recorded_at', base.Moment(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("presence = 'proxy' OR proxy_name = ''", name=op.f('ck_attendance_only_proxies_have_a_name')),
    sa.ForeignKeyConstraint(['day_id'], ['event_day.id'], name=op.f('fk_attendance_day_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_attendance_recorded_by_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_attendance_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('registration_id', 'day_id', name=op.f('uq_attendance_registration_id_day_id'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_day_id'), ['day_id'], unique=False)

    op.create_table('change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('made', 'changed', 'promoted', 'offered', 'accepted', 'lapsed', 'approved', 'declined', 'cancelled', 'checked_in', 'erased', name='changekind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('changed_at', base.Moment(timezone=True), nullable=False),
    sa.Column('changed_as', sa.Enum('holder', 'coordinator', 'organizer', 'rule', name='changedas', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_change_account_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_change_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change'))
    )
    with op.batch_alter_table('change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_registration_id'), ['registration_id'], unique=False)

    op.create_table('letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('received', 'confirmed', 'waiting', 'offered', 'lapsed', 'promoted', 'changed', 'cancelled', 'declined', 'event_changed', 'event_cancelled', 'event_reinstated', 'reminder', 'summary', 'message', name='letterkind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('organization_id', sa.Integer(), nullable=True),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('recipient_name', sa.String(), nullable=False),
    sa.Column('reply_to', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('written_at', base.Moment(timezone=True), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.Enum('waiting', 'sent', 'failed', name='letterstatus', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('due_at', base.Moment(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('failure', sa.String(), nullable=False),
    sa.Column('sent_at', base.Moment(timezone=True), nullable=True),
    sa.CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name=op.f('ck_letter_sent_has_its_moment')),
    sa.CheckConstraint('attempts >= 0', name=op.f('ck_letter_attempts_not_negative')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_letter_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_letter_organization_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_letter_registration_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['written_by_id'], ['account.id'], name=op.f('fk_letter_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('message_id', name=op.f('uq_letter_message_id'))
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.create_index('ix_letter_due', ['due_at', 'id'], unique=False, sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))
        batch_op.create_index(batch_op.f('ix_letter_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_registration_id'), ['registration_id'], unique=False)

    op.create_table('enclosure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('method', sa.String(), nullable=False),
    sa.Column('content', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_enclosure_letter_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enclosure'))
    )
    with op.batch_alter_table('enclosure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enclosure_letter_id'), ['letter_id'], unique=False)

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('onsite_capacity', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('online_capacity', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('quotas_released_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('needs_approval', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('offer_hours', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('reminder_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('retention_days', sa.Integer(), server_default="365", nullable=False))
        batch_op.add_column(sa.Column('contact', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('contact_email', sa.String(), server_default='', nullable=False))
        batch_op.create_check_constraint(op.f('ck_event_onsite_capacity_not_negative'), 'onsite_capacity IS NULL OR onsite_capacity >= 0')
        batch_op.create_check_constraint(op.f('ck_event_online_capacity_not_negative'), 'online_capacity IS NULL OR online_capacity >= 0')
        batch_op.create_check_constraint(op.f('ck_event_offer_hours_positive'), 'offer_hours IS NULL OR offer_hours > 0')
        batch_op.create_check_constraint(op.f('ck_event_reminder_days_positive'), 'reminder_days IS NULL OR reminder_days > 0')
        batch_op.create_check_constraint(op.f('ck_event_retention_days_not_negative'), 'retention_days >= 0')

    with op.batch_alter_table('headcount', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stated_at', base.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('stated_by_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_headcount_stated_by_id'), 'account', ['stated_by_id'], ['id'])

    with op.batch_alter_table('quota', schema=None) as batch_op:
        batch_op.add_column(sa.Column('onsite', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('online', sa.Integer(), nullable=True))
        batch_op.drop_constraint(op.f('ck_quota_places_not_negative'), type_='check')
        batch_op.create_check_constraint(op.f('ck_quota_places_not_negative'), 'places IS NULL OR places >= 0')
        batch_op.alter_column('places',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_check_constraint(op.f('ck_quota_onsite_not_negative'), 'onsite IS NULL OR onsite >= 0')
        batch_op.create_check_constraint(op.f('ck_quota_online_not_negative'), 'online IS NULL OR online >= 0')
        batch_op.create_check_constraint(op.f('ck_quota_says_how_many'), 'places IS NOT NULL OR onsite IS NOT NULL OR online IS NOT NULL')

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('party_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('is_walk_in', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('language', sa.String(), server_default='ja', nullable=False))
        batch_op.add_column(sa.Column('offer_expires_at', base.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('decline_reason', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('reminded_at', base.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('erased_at', base.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('revision', sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f('ix_registration_party_id'), ['party_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_registration_party_id'), 'party', ['party_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_registration_offered_while_waiting'), "offer_expires_at IS NULL OR status = 'waiting'")
        batch_op.create_check_constraint(op.f('ck_registration_reason_of_the_declined'), "decline_reason = '' OR status = 'declined'")

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.alter_column('needs_approval', server_default=None)
        batch_op.alter_column('retention_days', server_default=None)
        batch_op.alter_column('contact', server_default=None)
        batch_op.alter_column('contact_email', server_default=None)

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.alter_column('is_walk_in', server_default=None)
        batch_op.alter_column('language', server_default=None)
        batch_op.alter_column('decline_reason', server_default=None)
        batch_op.alter_column('revision', server_default=None)

    _standing_people(
        "status IN ('confirmed', 'waiting', 'pending') AND erased_at IS NULL AND email <> ''"
    )


def _standing_people(condition: str) -> None:
    """Let nobody stand twice for one event under `condition`."""
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index('uq_registration_standing_person')
        batch_op.create_index(
            'uq_registration_standing_person',
            ['event_id', 'email', 'family_name', 'given_name'],
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def downgrade() -> None:
    _standing_people("status IN ('confirmed', 'waiting', 'pending')")
    op.execute("DELETE FROM quota WHERE places IS NULL")
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_registration_offered_while_waiting'), type_='check')
        batch_op.drop_constraint(op.f('ck_registration_reason_of_the_declined'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_registration_party_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_registration_party_id'))
        batch_op.drop_column('revision')
        batch_op.drop_column('erased_at')
        batch_op.drop_column('reminded_at')
        batch_op.drop_column('decline_reason')
        batch_op.drop_column('offer_expires_at')
        batch_op.drop_column('language')
        batch_op.drop_column('is_walk_in')
        batch_op.drop_column('party_id')

    with op.batch_alter_table('quota', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_quota_onsite_not_negative'), type_='check')
        batch_op.drop_constraint(op.f('ck_quota_online_not_negative'), type_='check')
        batch_op.drop_constraint(op.f('ck_quota_says_how_many'), type_='check')
        batch_op.drop_constraint(op.f('ck_quota_places_not_negative'), type_='check')
        batch_op.create_check_constraint(op.f('ck_quota_places_not_negative'), 'places >= 0')
        batch_op.alter_column('places',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('online')
        batch_op.drop_column('onsite')

    with op.batch_alter_table('headcount', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_headcount_stated_by_id'), type_='foreignkey')
        batch_op.drop_column('stated_by_id')
        batch_op.drop_column('stated_at')

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_event_onsite_capacity_not_negative'), type_='check')
        batch_op.drop_constraint(op.f('ck_event_online_capacity_not_negative'), type_='check')
        batch_op.drop_constraint(op.f('ck_event_offer_hours_positive'), type_='check')
        batch_op.drop_constraint(op.f('ck_event_reminder_days_positive'), type_='check')
        batch_op.drop_constraint(op.f('ck_event_retention_days_not_negative'), type_='check')
        batch_op.drop_column('contact_email')
        batch_op.drop_column('contact')
        batch_op.drop_column('retention_days')
        batch_op.drop_column('reminder_days')
        batch_op.drop_column('offer_hours')
        batch_op.drop_column('needs_approval')
        batch_op.drop_column('quotas_released_on')
        batch_op.drop_column('online_capacity')
        batch_op.drop_column('onsite_capacity')

    with op.batch_alter_table('enclosure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enclosure_letter_id'))

    op.drop_table('enclosure')
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_registration_id'))
        batch_op.drop_index(batch_op.f('ix_letter_event_id'))
        batch_op.drop_index('ix_letter_due', sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))

    op.drop_table('letter')
    with op.batch_alter_table('change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_change_registration_id'))

    op.drop_table('change')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_day_id'))

    op.drop_table('attendance')
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_question_id'))

    op.drop_table('answer')
    with op.batch_alter_table('headcount_part', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_headcount_part_day_id'))

    op.drop_table('headcount_part')
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_organization_id'))
        batch_op.drop_index(batch_op.f('ix_party_event_id'))

    op.drop_table('party')
    with op.batch_alter_table('hold', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hold_organization_id'))

    op.drop_table('hold')
    with op.batch_alter_table('disposal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disposal_event_id'))

    op.drop_table('disposal')
    with op.batch_alter_table('abstention', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_abstention_organization_id'))

    op.drop_table('abstention')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_event_id'))

    op.drop_table('question')
