"""The first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from exchange.domain import base

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('edition',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_edition'))
    )
    op.create_table('group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group')),
    sa.UniqueConstraint('slug', name=op.f('uq_group_slug'))
    )
    op.create_table('login_failure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('remote_address', sa.String(), nullable=False),
    sa.Column('failed_at', base.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login_failure'))
    )
    with op.batch_alter_table('login_failure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_failure_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_login_failure_remote_address'), ['remote_address'], unique=False)

    op.create_table('partnership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('since', sa.Integer(), nullable=True),
    sa.Column('summary', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partnership')),
    sa.UniqueConstraint('slug', name=op.f('uq_partnership_slug'))
    )
    op.create_table('programme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('name', name=op.f('uq_programme_name'))
    )
    op.create_table('series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series')),
    sa.UniqueConstraint('name', name=op.f('uq_series_name'))
    )
    op.create_table('year',
    sa.Column('fiscal_year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('host', sa.String(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('fiscal_year', name=op.f('pk_year'))
    )
    op.create_table('activity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fiscal_year', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['fiscal_year'], ['year.fiscal_year'], name=op.f('fk_activity_fiscal_year'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity')),
    sa.UniqueConstraint('fiscal_year', 'no', name=op.f('uq_activity_fiscal_year_no'))
    )
    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.Enum('training', 'fair', 'seminar', name='eventkind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.Column('round', sa.Integer(), nullable=True),
    sa.Column('programme_id', sa.Integer(), nullable=True),
    sa.Column('tier', sa.String(), nullable=False),
    sa.Column('provider', sa.String(), nullable=False),
    sa.Column('organizer', sa.String(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=True),
    sa.Column('theme', sa.String(), nullable=False),
    sa.Column('status', sa.Enum('draft', 'planned', 'held', 'cancelled', name='eventstatus', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('visibility', sa.Enum('public', 'members', name='visibility', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('fiscal_year', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=True),
    sa.Column('last_on', sa.Date(), nullable=True),
    sa.Column('takes_registrations', sa.Boolean(), nullable=False),
    sa.Column('registration_opens_at', base.Moment(timezone=True), nullable=True),
    sa.Column('registration_closes_at', base.Moment(timezone=True), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_at', base.Moment(timezone=True), nullable=False),
    sa.Column('changed_at', base.Moment(timezone=True), nullable=False),
    sa.Column('folded', sa.String(), nullable=False),
    sa.CheckConstraint("title <> ''", name=op.f('ck_event_has_a_title')),
    sa.CheckConstraint('capacity IS NULL OR capacity >= 0', name=op.f('ck_event_capacity_not_negative')),
    sa.CheckConstraint('first_on IS NULL OR first_on <= last_on', name=op.f('ck_event_days_in_order')),
    sa.CheckConstraint('registration_opens_at IS NULL OR registration_closes_at IS NULL OR registration_opens_at < registration_closes_at', name=op.f('ck_event_registration_opens_before_it_closes')),
    sa.CheckConstraint('round IS NULL OR round > 0', name=op.f('ck_event_round_positive')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnership.id'], name=op.f('fk_event_partnership_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_event_programme_id')),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_event_series_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('key', name=op.f('uq_event_key'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_fiscal_year_kind', ['fiscal_year', 'kind'], unique=False)
        batch_op.create_index('ix_event_kind_newest', ['kind', 'fiscal_year', 'first_on', 'id', 'status', 'visibility'], unique=False)
        batch_op.create_index('ix_event_last_on', ['last_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_partnership_id'), ['partnership_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index('ix_event_series_rounds', ['series_id', 'first_on', 'id'], unique=False)

    op.create_table('organization',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=6), nullable=True),
    sa.Column('slug', sa.String(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kana', sa.String(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('code IS NOT NULL OR slug IS NOT NULL', name=op.f('ck_organization_has_an_address')),
    sa.CheckConstraint('code IS NULL OR length(code) = 6', name=op.f('ck_organization_code_has_six_digits')),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_organization_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organization')),
    sa.UniqueConstraint('code', name=op.f('uq_organization_code')),
    sa.UniqueConstraint('name', name=op.f('uq_organization_name')),
    sa.UniqueConstraint('slug', name=op.f('uq_organization_slug'))
    )
    with op.batch_alter_table('organization', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organization_group_id'), ['group_id'], unique=False)

    op.create_table('partnership_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_partnership_group_group_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnership.id'], name=op.f('fk_partnership_group_partnership_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partnership_group')),
    sa.UniqueConstraint('partnership_id', 'group_id', name=op.f('uq_partnership_group_partnership_id_group_id'))
    )
    with op.batch_alter_table('partnership_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partnership_group_group_id'), ['group_id'], unique=False)

    op.create_table('settlement_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fiscal_year', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('income', 'expenditure', name='settlementside', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('category', sa.String(), nullable=False),
    sa.Column('item', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['fiscal_year'], ['year.fiscal_year'], name=op.f('fk_settlement_line_fiscal_year'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_settlement_line'))
    )
    with op.batch_alter_table('settlement_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_settlement_line_fiscal_year'), ['fiscal_year'], unique=False)

    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('role', sa.Enum('admin', 'organizer', 'coordinator', 'staff', name='role', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=True),
    sa.Column('password_hash', sa.String(), nullable=True),
    sa.Column('link_digest', sa.String(), nullable=True),
    sa.Column('link_expires_at', base.Moment(timezone=True), nullable=True),
    sa.Column('sign_in_token', sa.String(), nullable=False),
    sa.Column('created_at', base.Moment(timezone=True), nullable=False),
    sa.Column('disabled_at', base.Moment(timezone=True), nullable=True),
    sa.CheckConstraint("role NOT IN ('coordinator', 'staff') OR organization_id IS NOT NULL", name=op.f('ck_account_acts_for_a_body')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_account_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email')),
    sa.UniqueConstraint('link_digest', name=op.f('uq_account_link_digest')),
    sa.UniqueConstraint('sign_in_token', name=op.f('uq_account_sign_in_token'))
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_organization_id'), ['organization_id'], unique=False)

    op.create_table('activity_organization',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('activity_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_activity_organization_activity_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_activity_organization_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_organization')),
    sa.UniqueConstraint('activity_id', 'organization_id', name=op.f('uq_activity_organization_activity_id_organization_id'))
    )
    with op.batch_alter_table('activity_organization', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_organization_organization_id'), ['organization_id'], unique=False)

    op.create_table('booth',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('sales', 'experience', 'attraction', 'information', name='boothkind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('offers', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_booth_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booth'))
    )
    with op.batch_alter_table('booth', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_booth_event_id'), ['event_id'], unique=False)

    op.create_table('event_audience',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(organization_id IS NULL) <> (group_id IS NULL)', name=op.f('ck_event_audience_body_or_group')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_audience_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_event_audience_group_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_event_audience_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_audience'))
    )
    with op.batch_alter_table('event_audience', schema=None) as batch_op:
        batch_op.create_index('ix_event_audience_event_id', ['event_id'], unique=False)
        batch_op.create_index('ix_event_audience_group_id', ['group_id', 'event_id'], unique=False)
        batch_op.create_index('ix_event_audience_organization_id', ['organization_id', 'event_id'], unique=False)

    op.create_table('event_day',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('starts', sa.Time(), nullable=True),
    sa.Column('ends', sa.Time(), nullable=True),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('cancelled_at', base.Moment(timezone=True), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_at', base.Moment(timezone=True), nullable=False),
    sa.Column('changed_at', base.Moment(timezone=True), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.CheckConstraint('ends IS NULL OR starts < ends', name=op.f('ck_event_day_starts_before_it_ends')),
    sa.CheckConstraint('ends IS NULL OR starts IS NOT NULL', name=op.f('ck_event_day_ends_only_if_it_starts')),
    sa.CheckConstraint('revision >= 0', name=op.f('ck_event_day_revision_not_negative')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_day_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_day')),
    sa.UniqueConstraint('event_id', 'number', name=op.f('uq_event_day_event_id_number'))
    )
    with op.batch_alter_table('event_day', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_day_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_day_held_on'), ['held_on'], unique=False)

    op.create_table('headcount',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=True),
    sa.Column('unit', sa.Enum('people', 'visitors', name='headcountunit', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('is_approximate', sa.Boolean(), nullable=False),
    sa.Column('present', sa.JSON(), nullable=False),
    sa.CheckConstraint('total >= 0', name=op.f('ck_headcount_total_not_negative')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_headcount_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_headcount')),
    sa.UniqueConstraint('event_id', name=op.f('uq_headcount_event_id'))
    )
    op.create_table('note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('heading', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('lecture', 'group_work', 'discussion', 'site_visit', 'presentation', 'impressions', 'summary', name='notekind', native_enum=False, create_constraint=True, length=20), nullable=True),
    sa.Column('speaker', sa.String(), nullable=False),
    sa.Column('folded', sa.String(), nullable=False),
    sa.Column('folded_speaker', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_note_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note'))
    )
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_note_event_id'), ['event_id'], unique=False)

    op.create_table('plan_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fiscal_year', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('content', sa.String(), nullable=False),
    sa.Column('actions', sa.JSON(), nullable=False),
    sa.Column('from_event_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['from_event_id'], ['event.id'], name=op.f('fk_plan_item_from_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_item')),
    sa.UniqueConstraint('fiscal_year', 'no', name=op.f('uq_plan_item_fiscal_year_no'))
    )
    with op.batch_alter_table('plan_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_item_from_event_id'), ['from_event_id'], unique=False)

    op.create_table('quota',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.CheckConstraint('(organization_id IS NULL) <> (group_id IS NULL)', name=op.f('ck_quota_for_one_body_or_group')),
    sa.CheckConstraint('places >= 0', name=op.f('ck_quota_places_not_negative')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_quota_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_quota_group_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_quota_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quota')),
    sa.UniqueConstraint('event_id', 'group_id', name=op.f('uq_quota_event_id_group_id')),
    sa.UniqueConstraint('event_id', 'organization_id', name=op.f('uq_quota_event_id_organization_id'))
    )
    with op.batch_alter_table('quota', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quota_event_id'), ['event_id'], unique=False)

    op.create_table('speaker',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('affiliation', sa.String(), nullable=False),
    sa.Column('position', sa.String(), nullable=False),
    sa.Column('is_remote', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_speaker_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_speaker'))
    )
    with op.batch_alter_table('speaker', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_speaker_event_id'), ['event_id'], unique=False)

    op.create_table('booth_organization',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('booth_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['booth_id'], ['booth.id'], name=op.f('fk_booth_organization_booth_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_booth_organization_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booth_organization')),
    sa.UniqueConstraint('booth_id', 'organization_id', name=op.f('uq_booth_organization_booth_id_organization_id'))
    )
    with op.batch_alter_table('booth_organization', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_booth_organization_organization_id'), ['organization_id'], unique=False)

    op.create_table('note_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_note_line_note_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note_line'))
    )
    with op.batch_alter_table('note_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_note_line_note_id'), ['note_id'], unique=False)

    op.create_table('place',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('venue', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('is_online', sa.Boolean(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.CheckConstraint("url = '' OR is_online", name=op.f('ck_place_url_is_for_online')),
    sa.CheckConstraint("venue <> '' OR is_online", name=op.f('ck_place_is_somewhere')),
    sa.ForeignKeyConstraint(['day_id'], ['event_day.id'], name=op.f('fk_place_day_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place'))
    )
    with op.batch_alter_table('place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_place_day_id'), ['day_id'], unique=False)

    op.create_table('registration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('family_name', sa.String(), nullable=False),
    sa.Column('given_name', sa.String(), nullable=False),
    sa.Column('family_kana', sa.String(), nullable=False),
    sa.Column('given_kana', sa.String(), nullable=False),
    sa.Column('department', sa.String(), nullable=False),
    sa.Column('position', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('mode', sa.Enum('onsite', 'online', name='mode', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('remarks', sa.String(), nullable=False),
    sa.Column('status', sa.Enum('confirmed', 'waiting', 'pending', 'cancelled', 'declined', name='registrationstatus', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('queued_at', base.Moment(timezone=True), nullable=False),
    sa.Column('changed_at', base.Moment(timezone=True), nullable=False),
    sa.Column('cancelled_at', base.Moment(timezone=True), nullable=True),
    sa.CheckConstraint("(status = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f('ck_registration_cancelled_has_its_moment')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_registration_account_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_registration_event_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_registration_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sa.UniqueConstraint('token', name=op.f('uq_registration_token'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_registration_event_id', ['event_id', 'status', 'queued_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_organization_id'), ['organization_id'], unique=False)
        batch_op.create_index('uq_registration_standing_person', ['event_id', 'email', 'family_name', 'given_name'], unique=True, sqlite_where=sa.text("status IN ('confirmed', 'waiting', 'pending')"), postgresql_where=sa.text("status IN ('confirmed', 'waiting', 'pending')"))

    op.create_table('place_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_place_group_group_id')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_place_group_place_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place_group')),
    sa.UniqueConstraint('place_id', 'group_id', name=op.f('uq_place_group_place_id_group_id'))
    )
    with op.batch_alter_table('place_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_place_group_group_id'), ['group_id'], unique=False)

    op.create_table('registration_day',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('day_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['day_id'], ['event_day.id'], name=op.f('fk_registration_day_day_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_registration_day_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('registration_id', 'day_id', name=op.f('pk_registration_day'))
    )
    with op.batch_alter_table('registration_day', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_day_day_id'), ['day_id'], unique=False)

    op.bulk_insert(
        sa.table('edition', sa.column('name'), sa.column('number')),
        [{'name': 'events', 'number': 0}],
    )


def downgrade() -> None:
    with op.batch_alter_table('registration_day', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_day_day_id'))

    op.drop_table('registration_day')
    with op.batch_alter_table('place_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_place_group_group_id'))

    op.drop_table('place_group')
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index('uq_registration_standing_person', sqlite_where=sa.text("status IN ('confirmed', 'waiting', 'pending')"), postgresql_where=sa.text("status IN ('confirmed', 'waiting', 'pending')"))
        batch_op.drop_index(batch_op.f('ix_registration_organization_id'))
        batch_op.drop_index('ix_registration_event_id')
        batch_op.drop_index(batch_op.f('ix_registration_account_id'))

    op.drop_table('registration')
    with op.batch_alter_table('place', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_place_day_id'))

    op.drop_table('place')
    with op.batch_alter_table('note_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_note_line_note_id'))

    op.drop_table('note_line')
    with op.batch_alter_table('booth_organization', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_booth_organization_organization_id'))

    op.drop_table('booth_organization')
    with op.batch_alter_table('speaker', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_speaker_event_id'))

    op.drop_table('speaker')
    with op.batch_alter_table('quota', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quota_event_id'))

    op.drop_table('quota')
    with op.batch_alter_table('plan_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_item_from_event_id'))

    op.drop_table('plan_item')
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_note_event_id'))

    op.drop_table('note')
    op.drop_table('headcount')
    with op.batch_alter_table('event_day', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_day_held_on'))
        batch_op.drop_index(batch_op.f('ix_event_day_event_id'))

    op.drop_table('event_day')
    with op.batch_alter_table('event_audience', schema=None) as batch_op:
        batch_op.drop_index('ix_event_audience_organization_id')
        batch_op.drop_index('ix_event_audience_group_id')
        batch_op.drop_index('ix_event_audience_event_id')

    op.drop_table('event_audience')
    with op.batch_alter_table('booth', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_booth_event_id'))

    op.drop_table('booth')
    with op.batch_alter_table('activity_organization', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_organization_organization_id'))

    op.drop_table('activity_organization')
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_organization_id'))

    op.drop_table('account')
    with op.batch_alter_table('settlement_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_settlement_line_fiscal_year'))

    op.drop_table('settlement_line')
    with op.batch_alter_table('partnership_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partnership_group_group_id'))

    op.drop_table('partnership_group')
    with op.batch_alter_table('organization', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organization_group_id'))

    op.drop_table('organization')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index('ix_event_series_rounds')
        batch_op.drop_index(batch_op.f('ix_event_programme_id'))
        batch_op.drop_index(batch_op.f('ix_event_partnership_id'))
        batch_op.drop_index('ix_event_last_on')
        batch_op.drop_index('ix_event_kind_newest')
        batch_op.drop_index('ix_event_fiscal_year_kind')

    op.drop_table('event')
    op.drop_table('activity')
    op.drop_table('year')
    op.drop_table('series')
    op.drop_table('programme')
    op.drop_table('partnership')
    with op.batch_alter_table('login_failure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_login_failure_remote_address'))
        batch_op.drop_index(batch_op.f('ix_login_failure_email'))

    op.drop_table('login_failure')
    op.drop_table('group')
    op.drop_table('edition')
