"""Whether the bot hears a chat, and whether it may write to a lead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_deaf", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("can_write", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_column("can_write")
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.drop_column("is_deaf")
