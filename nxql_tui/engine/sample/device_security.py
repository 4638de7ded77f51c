"""How well devices are protected; among the laptops one is not protected at all, and a few hardly better."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SECURITY = """
CREATE OR REPLACE TEMP TABLE device_security AS
WITH exposed AS (
    SELECT *, device_type = 'laptop'
              AND (id = min(id) FILTER (WHERE device_type = 'laptop') OVER ()
                   OR sample.happens(id, 'unprotected', 0.012)) AS unprotected,
           sample.happens(id, 'security unknown', 0.01) AS unknown
    FROM device_identity WHERE platform = 'windows'
)
SELECT *,
       CASE WHEN unprotected THEN ''
            WHEN sample.draw(id, 'antivirus') < 0.80 THEN 'Windows Defender'
            WHEN sample.draw(id, 'antivirus') < 0.93 THEN 'Sophos Anti-Virus'
            ELSE 'Symantec Endpoint Protection' END AS antivirus,
       CASE WHEN unknown THEN 'unknown' WHEN unprotected OR sample.happens(id, 'antivirus off', 0.02) THEN 'off'
            ELSE 'on' END AS antivirus_state,
       CASE WHEN unknown THEN 'unknown' WHEN unprotected OR sample.happens(id, 'old signatures', 0.05) THEN 'no'
            ELSE 'yes' END AS antivirus_fresh,
       CASE WHEN unknown THEN 'unknown' WHEN unprotected OR sample.happens(id, 'firewall off', 0.02) THEN 'off'
            ELSE 'on' END AS firewall_state,
       unprotected OR sample.happens(id, 'local administrator', 0.07) AS owner_is_administrator
FROM exposed
"""

SECURITY_FIELDS = """
    id, antivirus AS antivirus_name, antivirus_state AS antivirus_rtp, antivirus_fresh AS antivirus_up_to_date,
    antivirus AS antispyware_name, antivirus_state AS antispyware_rtp, antivirus_fresh AS antispyware_up_to_date,
    CASE WHEN unprotected THEN '' ELSE 'Windows Firewall' END AS firewall_name, firewall_state AS firewall_rtp,
    CASE WHEN unknown THEN 'unknown' WHEN unprotected THEN 'N/A'
         ELSE format('{} (on: {}, up to date: {})', antivirus, antivirus_state, antivirus_fresh) END AS all_antiviruses,
    CASE WHEN unknown THEN 'unknown' WHEN unprotected THEN '-'
         ELSE format('{} (on: {}, up to date: {})', antivirus, antivirus_state, antivirus_fresh) END
        AS all_antispywares,
    CASE WHEN unknown THEN 'unknown' WHEN unprotected THEN 'N/A'
         ELSE format('Windows Firewall (on: {})', firewall_state) END AS all_firewalls,
    CASE WHEN unprotected THEN 0 ELSE 1 END::BIGINT AS number_of_antiviruses,
    CASE WHEN unprotected THEN 0 ELSE 1 END::BIGINT AS number_of_antispyware,
    CASE WHEN unprotected THEN 0 ELSE 1 END::BIGINT AS number_of_firewalls,
    CASE WHEN device_type = 'server' OR sample.happens(id, 'administrator enabled', 0.12) THEN 'enabled'
         ELSE 'disabled' END AS administrator_account_status,
    format('{}\\Administrator, CORP\\Domain Admins', name)
        || CASE WHEN owner_is_administrator THEN format(', CORP\\{}', account) ELSE '' END AS local_administrators,
    CASE WHEN sample.happens(id, 'power user', 0.03) THEN format('CORP\\{}', account) ELSE '' END AS local_power_users,
    CASE WHEN owner_is_administrator THEN 'administrator' WHEN sample.happens(id, 'power user', 0.03) THEN 'power user'
         ELSE 'user' END AS highest_local_privilege_reached,
    CASE WHEN owner_is_administrator THEN 'administrator' WHEN sample.happens(id, 'power user', 0.03) THEN 'power user'
         ELSE 'user' END AS privileges_of_last_logged_on_users,
    CASE WHEN unprotected OR sample.happens(id, 'lax internet settings', 0.04) THEN 'at risk' ELSE 'ok' END
        AS internet_security_settings,
    CASE WHEN unprotected OR sample.happens(id, 'no account control', 0.03) THEN 'disabled' ELSE 'enabled' END
        AS user_account_control_status,
    CASE WHEN unprotected THEN 'disabled' WHEN sample.happens(id, 'manual updates', 0.06) THEN 'notify' ELSE 'automatic'
    END AS windows_updates_status,
    CASE WHEN sample.happens(id, 'broken inventory', 0.015) THEN 'error' ELSE 'ok' END AS wmi_status
"""
"""Selected from `device_security`."""


def build_device_security(connection: DuckDBPyConnection) -> None:
    """Make `device_security` from `device_identity`, for Windows only."""
    connection.execute(_SECURITY)
