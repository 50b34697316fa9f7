"""Every room's tables, so that ``yingji.db.metadata`` is complete."""

import yingji.access.tables
import yingji.basis.tables
import yingji.copies.tables
import yingji.coverage.tables
import yingji.ledger.tables
import yingji.lifecycle.tables
import yingji.plans.tables
import yingji.readiness.tables
import yingji.tray.tables
import yingji.units.tables  # noqa: F401 - imported for what they add to the metadata
