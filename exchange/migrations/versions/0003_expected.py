"""When an event is expected whose days are not fixed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('expected', sa.String(), server_default='', nullable=False))

    # The default was only for the rows that were there before.
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.alter_column('expected', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('expected')
