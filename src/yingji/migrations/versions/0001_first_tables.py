"""the first tables."""

import sqlalchemy as sa
from alembic import op

import yingji.db
from yingji.migrations.guards import guard

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "basis_document",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("issuer", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("doc_no", sa.String(length=120), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("supersedes", sa.String(length=60), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("certainty", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_basis_document")),
        info={"append_only": True},
    )
    with op.batch_alter_table("basis_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_basis_document_id"), ["id"], unique=False)

    op.create_table(
        "basis_major",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basis_id", sa.String(length=60), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basis_major")),
        info={"append_only": True},
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", yingji.db.Instant(length=27), nullable=False),
        sa.Column("clock", sa.String(length=4), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_ledger_entry_chain_seq")),
        info={"append_only": True},
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_entry_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "ledger_head",
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("post", sa.String(length=80), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.Column("off_at", yingji.db.Instant(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "plan_kind",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_plan_kind")),
    )
    op.create_table(
        "schema_release",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_schema_release")),
        info={"append_only": True},
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("at", yingji.db.Instant(length=27), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_login_at", ["login", "at"], unique=False)

    op.create_table(
        "site",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_site")),
    )
    op.create_table(
        "stored_file",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("erased_at", yingji.db.Instant(length=27), nullable=True),
        sa.Column("unclaimed_at", yingji.db.Instant(length=27), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        info={"append_only": True},
    )
    op.create_table(
        "workday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workday")),
        info={"append_only": True},
    )
    with op.batch_alter_table("workday", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workday_day"), ["day"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.Column("off_at", yingji.db.Instant(length=27), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["kind"], ["plan_kind.kind"], name=op.f("fk_exemption_kind_plan_kind")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_exemption_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
        info={"append_only": True},
    )
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exemption_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("whom", sa.String(length=80), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["kind"], ["plan_kind.kind"], name=op.f("fk_reminder_kind_plan_kind")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reminder_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        info={"append_only": True},
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["kind"], ["plan_kind.kind"], name=op.f("fk_plan_kind_plan_kind")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_plan_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("unit_id", "kind", name=op.f("uq_plan_unit_id_kind")),
    )
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("under_id", sa.Integer(), nullable=True),
        sa.Column("unit_kind", sa.String(length=20), nullable=True),
        sa.Column("plan_kind", sa.String(length=40), nullable=True),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["under_id"], ["unit.id"], name=op.f("fk_policy_under_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        info={"append_only": True},
    )
    with op.batch_alter_table("policy", schema=None) as batch_op:
        batch_op.create_index("ix_policy_key_from_day", ["key", "from_day"], unique=False)

    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("under_id", sa.Integer(), nullable=True),
        sa.Column("unit_kind", sa.String(length=20), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["kind"], ["plan_kind.kind"], name=op.f("fk_requirement_kind_plan_kind")),
        sa.ForeignKeyConstraint(["under_id"], ["unit.id"], name=op.f("fk_requirement_under_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_requirement_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        info={"append_only": True},
    )
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requirement_under_id"), ["under_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requirement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        info={"append_only": True},
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grant_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "roster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_roster_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
        info={"append_only": True},
    )
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("order_doc", sa.Text(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["unit.id"], name=op.f("fk_unit_change_other_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_change_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_change")),
        info={"append_only": True},
    )
    with op.batch_alter_table("unit_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_change_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_name_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_name")),
        info={"append_only": True},
    )
    with op.batch_alter_table("unit_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_name_code"), ["code"], unique=False)
        batch_op.create_index("ix_unit_name_unit_id_from_day", ["unit_id", "from_day"], unique=False)

    op.create_table(
        "unit_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_place_parent_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_place_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_place")),
        info={"append_only": True},
    )
    with op.batch_alter_table("unit_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_place_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_place_path"), ["path"], unique=False)
        batch_op.create_index("ix_unit_place_unit_id_from_day", ["unit_id", "from_day"], unique=False)

    op.create_table(
        "batch_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.Column("heard_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_batch_run_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_run")),
    )
    with op.batch_alter_table("batch_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_run_person_id"), ["person_id"], unique=False)

    op.create_table(
        "held_file",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_held_file_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "digest", name=op.f("pk_held_file")),
    )
    op.create_table(
        "web_session",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("started_at", yingji.db.Instant(length=27), nullable=False),
        sa.Column("seen_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_web_session_person_id_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_web_session")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_amendment_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        info={"append_only": True},
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "contact_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.String(length=60), nullable=False),
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_contact_check_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_check")),
        info={"append_only": True},
    )
    with op.batch_alter_table("contact_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_check_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "drill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_drill_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill")),
        info={"append_only": True},
    )
    with op.batch_alter_table("drill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drill_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "exemption_end",
        sa.Column("exemption_id", sa.Integer(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["exemption_id"], ["exemption.id"], name=op.f("fk_exemption_end_exemption_id_exemption")
        ),
        sa.PrimaryKeyConstraint("exemption_id", name=op.f("pk_exemption_end")),
        info={"append_only": True},
    )
    op.create_table(
        "coverage_count",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("cells", sa.Integer(), nullable=False),
        sa.Column("usable", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "status", name=op.f("pk_coverage_count")),
    )
    op.create_table(
        "coverage_place",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("governments", sa.Text(), nullable=False),
        sa.Column("is_township", sa.Boolean(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("changes_on", sa.Date(), nullable=True),
        sa.Column("holds_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_coverage_place_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_coverage_place")),
    )
    with op.batch_alter_table("coverage_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coverage_place_path"), ["path"], unique=False)
        batch_op.create_index(batch_op.f("ix_coverage_place_changes_on"), ["changes_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_coverage_place_holds_until"), ["holds_until"], unique=False)

    op.create_table(
        "coverage_above",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["coverage_place.unit_id"], name=op.f("fk_coverage_above_place_id_coverage_place")
        ),
        sa.PrimaryKeyConstraint("place_id", "unit_id", name=op.f("pk_coverage_above")),
    )
    op.create_table(
        "coverage_cell",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("is_usable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["coverage_place.unit_id"], name=op.f("fk_coverage_cell_place_id_coverage_place")
        ),
        sa.PrimaryKeyConstraint("place_id", "unit_id", "kind", "from_day", name=op.f("pk_coverage_cell")),
    )
    with op.batch_alter_table("coverage_cell", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coverage_cell_from_day"), ["from_day"], unique=False)

    op.create_table(
        "coverage_month",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=True),
        sa.Column("red", sa.Integer(), nullable=False),
        sa.Column("amber", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["coverage_place.unit_id"], name=op.f("fk_coverage_month_place_id_coverage_place")
        ),
        sa.PrimaryKeyConstraint("place_id", "on_day", name=op.f("pk_coverage_month")),
    )
    op.create_table(
        "coverage_told",
        sa.Column("place_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("unchecked", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("inputs", sa.String(length=64), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("steps", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["coverage_place.unit_id"], name=op.f("fk_coverage_told_place_id_coverage_place")
        ),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_coverage_told")),
    )
    op.create_table(
        "coverage_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("release", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=64), nullable=False),
        sa.Column("through", sa.Date(), nullable=True),
        sa.Column("units_change_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_state")),
    )
    op.create_table(
        "ledger_touch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("touched", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_touch")),
    )
    op.create_table(
        "requirement_end",
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_requirement_end_requirement_id_requirement")
        ),
        sa.PrimaryKeyConstraint("requirement_id", name=op.f("pk_requirement_end")),
        info={"append_only": True},
    )
    op.create_table(
        "role_grant_end",
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["role_grant.id"], name=op.f("fk_role_grant_end_grant_id_role_grant")
        ),
        sa.PrimaryKeyConstraint("grant_id", "until_day", name=op.f("pk_role_grant_end")),
        info={"append_only": True},
    )
    op.create_table(
        "shelter_closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("shelter_id", sa.String(length=60), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_shelter_closure_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelter_closure")),
        info={"append_only": True},
    )
    with op.batch_alter_table("shelter_closure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shelter_closure_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("schema", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("uploader_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.Column("is_recorded", sa.Boolean(), nullable=False),
        sa.Column("is_major", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_version_plan_id_plan")),
        sa.ForeignKeyConstraint(["uploader_id"], ["person.id"], name=op.f("fk_version_uploader_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_version_plan_id_number")),
        sa.UniqueConstraint("token", name=op.f("uq_version_token")),
        info={"append_only": True},
    )
    op.create_table(
        "working_copy",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=True),
        sa.Column("must_count", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_working_copy_by_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_working_copy_plan_id_plan")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_working_copy")),
    )
    op.create_table(
        "working_file",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_working_file_by_id_person")),
        sa.ForeignKeyConstraint(
            ["digest"], ["stored_file.digest"], name=op.f("fk_working_file_digest_stored_file")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_working_file_plan_id_plan")),
        sa.PrimaryKeyConstraint("plan_id", "digest", name=op.f("pk_working_file")),
    )
    op.create_table(
        "act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_act_actor_id_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_act_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
        info={"append_only": True},
    )
    with op.batch_alter_table("act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_act_version_id"), ["version_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attachment_by_id_person")),
        sa.ForeignKeyConstraint(
            ["digest"], ["stored_file.digest"], name=op.f("fk_attachment_digest_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_attachment_version_id_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        info={"append_only": True},
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_version_id"), ["version_id"], unique=False)

    op.create_table(
        "corrective_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drill_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["drill_id"], ["drill.id"], name=op.f("fk_corrective_item_drill_id_drill")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrective_item")),
        info={"append_only": True},
    )
    with op.batch_alter_table("corrective_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrective_item_drill_id"), ["drill_id"], unique=False)

    op.create_table(
        "standing",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_standing_plan_id_plan")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_standing_version_id_version")),
        sa.PrimaryKeyConstraint("plan_id", "from_day", name=op.f("pk_standing")),
    )
    op.create_table(
        "version_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_version_fact_version_id_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_fact")),
        info={"append_only": True},
    )
    with op.batch_alter_table("version_fact", schema=None) as batch_op:
        batch_op.create_index("ix_version_fact_version_id_fact", ["version_id", "fact"], unique=False)

    op.create_table(
        "version_private",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("erased_at", yingji.db.Instant(length=27), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_version_private_version_id_version")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_version_private")),
    )
    op.create_table(
        "version_state",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("edition_no", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_version_state_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_version_state_version_id_version")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_version_state")),
    )
    with op.batch_alter_table("version_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_version_state_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(
            "uq_version_state_open",
            ["plan_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('draft','submitted','returned','passed','approved')"),
            postgresql_where=sa.text("state IN ('draft','submitted','returned','passed','approved')"),
        )

    op.create_table(
        "version_text",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_version_text_version_id_version")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_version_text")),
        info={"append_only": True},
    )
    op.create_table(
        "corrective_close",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["corrective_item.id"], name=op.f("fk_corrective_close_item_id_corrective_item")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_corrective_close")),
        info={"append_only": True},
    )
    op.create_table(
        "paper_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_paper_copy_version_id_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_copy")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_paper_copy_version_id_number")),
        info={"append_only": True},
    )
    op.create_table(
        "paper_copy_end",
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", yingji.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["copy_id"], ["paper_copy.id"], name=op.f("fk_paper_copy_end_copy_id_paper_copy")
        ),
        sa.PrimaryKeyConstraint("copy_id", name=op.f("pk_paper_copy_end")),
        info={"append_only": True},
    )

    guard(
        op.get_bind(),
        "basis_document",
        "basis_major",
        "ledger_entry",
        "schema_release",
        "unit",
        "workday",
        "exemption",
        "policy",
        "reminder",
        "requirement",
        "role_grant",
        "roster",
        "unit_change",
        "unit_name",
        "unit_place",
        "amendment",
        "contact_check",
        "drill",
        "exemption_end",
        "requirement_end",
        "role_grant_end",
        "shelter_closure",
        "version",
        "act",
        "attachment",
        "corrective_item",
        "version_fact",
        "version_text",
        "corrective_close",
        "paper_copy",
        "paper_copy_end",
    )
