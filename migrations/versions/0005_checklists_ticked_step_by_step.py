"""Checklists ticked step by step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_ticks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_case_ticks_actor_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_ticks_case_id_cases"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_case_ticks_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_ticks")),
        sa.UniqueConstraint("case_id", "step", name=op.f("uq_case_ticks_case_id_step")),
    )
    with op.batch_alter_table("case_ticks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_ticks_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_ticks_team_id"), ["team_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("case_ticks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_ticks_team_id"))
        batch_op.drop_index(batch_op.f("ix_case_ticks_actor_id"))

    op.drop_table("case_ticks")
