"""The dynamic fields of devices: categories, a custom field, a score and the measure behind it."""

from __future__ import annotations

from nxql_tui.engine.catalog import DynamicField, DynamicKind
from nxql_tui.engine.sample.places import COST_CENTERS, LOCATIONS

DISK_SCORE = "score:Device Health/Disk"
ROOMY_USAGE = 0.7
"""A system drive used no further than this scores 10."""
FULL_USAGE = 0.95
"""A system drive used this far or further scores 0; between the two the score falls evenly."""

DEVICE_DYNAMIC_FIELDS = (
    DynamicField("Location", "enum", DynamicKind.CATEGORY, LOCATIONS),
    DynamicField("Cost center", "enum", DynamicKind.CATEGORY, COST_CENTERS),
    DynamicField("Asset tag", "string", DynamicKind.CUSTOM_FIELD),
    DynamicField(DISK_SCORE, "integer", DynamicKind.SCORE),
    DynamicField(f"{DISK_SCORE}/payload", "percent", DynamicKind.SCORE),
    DynamicField("action:Get Startup Impact/HighImpactCount", "integer", DynamicKind.ACTION),
    DynamicField("action:Get Startup Impact/ExecutionDate", "datetime", DynamicKind.ACTION),
)

DYNAMIC_FIELDS = f"""
    identity.id,
    CASE WHEN NOT sample.happens(identity.id, 'untagged location', 0.04) THEN location END AS "#Location",
    CASE WHEN NOT sample.happens(identity.id, 'untagged cost center', 0.08)
         THEN sample.pick(identity.id, 'cost center', $cost_centers) END AS "#Cost center",
    CASE WHEN managed AND sample.happens(identity.id, 'tagged asset', 0.7)
         THEN format('IT-{{:06d}}', 100000 + identity.id) END AS "#Asset tag",
    CASE WHEN system_drive_usage IS NOT NULL
         THEN greatest(0, least(10, floor(10 * ({FULL_USAGE} - system_drive_usage) / ({FULL_USAGE} - {ROOMY_USAGE}))))
    END::BIGINT AS "#{DISK_SCORE}",
    system_drive_usage AS "#{DISK_SCORE}/payload",
    CASE WHEN platform = 'windows' AND sample.happens(identity.id, 'startup impact', 0.8)
         THEN sample.whole(identity.id, 'high impact', 0, 9) END AS "#action:Get Startup Impact/HighImpactCount",
    CASE WHEN platform = 'windows' AND sample.happens(identity.id, 'startup impact', 0.8)
         THEN sample.now() - to_seconds(sample.whole(identity.id, 'impact measured', 0, 600000)) END
        AS "#action:Get Startup Impact/ExecutionDate"
"""
"""Selected from `device_identity AS identity` and its storage; a device without a Collector has no score."""
