"""Memory, processors, drives and screens of devices; a few system drives are nearly full."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_STORAGE = """
CREATE OR REPLACE TEMP TABLE device_storage AS
WITH sized AS (
    SELECT *, sample.pick(id, 'memory', ram_choices)::BIGINT * 1073741824
                  - sample.whole(id, 'reserved memory', 1000, 60000) * 4096 AS ram,
           sample.pick(id, 'disk', disk_choices)::BIGINT AS disk_gigabytes,
           device_type = 'server' OR sample.happens(id, 'second drive', 0.12) AS has_second_drive,
           CASE WHEN sample.happens(id, 'full disk', 0.06) THEN 0.95 + 0.0499 * sample.draw(id, 'how full')
                ELSE 0.2 + 0.72 * (sample.draw(id, 'usage') + sample.draw(id, 'usage too')) / 2 END AS filled,
           0.1 + 0.8 * sample.draw(id, 'second usage') AS second_filled
    FROM device_identity WHERE platform <> 'mobile'
), measured AS (
    SELECT *, disk_gigabytes * 1000000000 - sample.whole(id, 'recovery partition', 500, 1500) * 1048576 AS capacity,
           CASE WHEN has_second_drive THEN 2 * disk_gigabytes * 1000000000 ELSE 0 END AS second_capacity
    FROM sized
)
SELECT *, (capacity * (1 - filled))::BIGINT // 4096 * 4096 AS free_space,
       (second_capacity * (1 - second_filled))::BIGINT // 4096 * 4096 AS second_free_space,
       sample.whole(id, 'screens', 0, 2) AS screens
FROM measured
"""

STORAGE_FIELDS = """
    id, ram AS total_ram, cpu_model, cpu_frequency::BIGINT AS cpu_frequency, cores::BIGINT AS number_of_cores,
    cpus::BIGINT AS number_of_cpus, logical_cpus::BIGINT AS logical_cpu_number, capacity AS system_drive_capacity, free_space AS system_drive_free_space,
    round(1 - free_space / capacity, 4) AS system_drive_usage,
    capacity + second_capacity AS total_drive_capacity, free_space + second_free_space AS total_drive_free_space,
    round(1 - (free_space + second_free_space) / (capacity + second_capacity), 4) AS total_drive_usage,
    CASE WHEN platform = 'windows'
         THEN CASE WHEN sample.happens(id, 'failing disk', 0.02) THEN round(0.3 + 0.4 * sample.draw(id, 'smart'), 2)
                   ELSE round(0.9 + 0.1 * sample.draw(id, 'smart'), 2) END END AS disks_smart_index,
    format('{} ({} GB)', disk_model, disk_gigabytes)
        || CASE WHEN has_second_drive THEN format(', {} ({} GB)', disk_model, 2 * disk_gigabytes) ELSE '' END
        AS hard_disks,
    CASE WHEN platform = 'mac_os' THEN '/' ELSE 'C:' || CASE WHEN has_second_drive THEN ', D:' ELSE '' END END
        AS logical_drives,
    graphical_card AS graphical_cards, 1::BIGINT AS number_of_graphical_cards,
    graphical_ram::BIGINT * 1048576 AS graphical_card_ram,
    CASE WHEN device_type IN ('server', 'virtual') THEN ''
         ELSE array_to_string(list_concat(
             CASE WHEN device_type = 'laptop' THEN ['Built-in display'] ELSE [] END,
             ['DELL U2720Q', 'HP E24 G4 FHD Monitor'][1:CASE WHEN device_type = 'desktop' THEN greatest(screens, 1)
                                                             ELSE screens END]), ', ') END AS monitors
"""
"""Selected from `device_storage`."""


def build_device_storage(connection: DuckDBPyConnection) -> None:
    """Make `device_storage` from `device_identity`, without mobile devices."""
    connection.execute(_STORAGE)
