"""The kinds of machines and operating systems the company has bought over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_HARDWARE = """
CREATE OR REPLACE TEMP TABLE hardware AS
WITH models AS (SELECT * FROM (VALUES
    ('windows', 'laptop', 'Dell Inc.', 'Latitude 7420', '0A36', '1.21.0',
     '11th Gen Intel(R) Core(TM) i5-1145G7 @ 2.60GHz', 2600, 4, 1, 8, [8, 16], [256, 512],
     'SAMSUNG MZVLB', 'Intel(R) Iris(R) Xe Graphics', 128, 1.0, 26),
    ('windows', 'laptop', 'Dell Inc.', 'Latitude 5490', '0816', '1.14.2',
     'Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz', 1700, 4, 1, 8, [4, 8], [128, 256],
     'TOSHIBA KXG50', 'Intel(R) UHD Graphics 620', 128, 1.7, 14),
    ('windows', 'laptop', 'HP', 'HP EliteBook 840 G8 Notebook PC', '3C8F0EA', 'SBKPF',
     '11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz', 2800, 4, 1, 8, [16, 32], [512, 1024],
     'WDC PC SN730', 'Intel(R) Iris(R) Xe Graphics', 128, 0.9, 22),
    ('windows', 'laptop', 'LENOVO', '20W0003HMZ', 'LENOVO_MT_20W0', 'ThinkPad T14 Gen 2i',
     '11th Gen Intel(R) Core(TM) i5-1135G7 @ 2.40GHz', 2400, 4, 1, 8, [16], [256, 512],
     'KIOXIA KXG6A', 'NVIDIA GeForce MX450', 2048, 1.0, 20),
    ('windows', 'laptop', 'Microsoft Corporation', 'Surface Laptop 4', 'Surface_1952', '124I',
     'AMD Ryzen 7 Microsoft Surface (R) Edition', 2000, 8, 1, 16, [8, 16], [256, 512],
     'SKHynix HFM', 'AMD Radeon(TM) Graphics', 512, 0.8, 10),
    ('windows', 'desktop', 'Dell Inc.', 'OptiPlex 7090', '0A52', '1.16.0',
     '11th Gen Intel(R) Core(TM) i5-11500 @ 2.70GHz', 2700, 6, 1, 12, [8, 16], [256, 512],
     'Micron 2300', 'Intel(R) UHD Graphics 750', 128, 1.0, 20),
    ('windows', 'desktop', 'HP', 'HP EliteDesk 800 G2 SFF', 'L1G76AV', 'KBC Version 05.39',
     'Intel(R) Core(TM) i5-6500 CPU @ 3.20GHz', 3200, 4, 1, 4, [4, 8], [500],
     'ST500DM002', 'Intel(R) HD Graphics 530', 128, 2.6, 12),
    ('windows', 'desktop', 'HP', 'HP Z2 Tower G9 Workstation Desktop PC', '5F0K1EA', '',
     '12th Gen Intel(R) Core(TM) i9-12900K', 3200, 16, 1, 24, [32, 64], [1024, 2048],
     'SAMSUNG MZVL2', 'NVIDIA RTX A2000', 6144, 0.7, 4),
    ('windows', 'server', 'Dell Inc.', 'PowerEdge R740', 'SKU=0715', '',
     'Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz', 2500, 40, 2, 80, [128, 256], [960, 1920],
     'PERC H740P', 'Matrox G200eW3', 16, 2.2, 5),
    ('windows', 'virtual', 'VMware, Inc.', 'VMware Virtual Platform', '', 'None',
     'Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz', 2500, 4, 2, 4, [8, 16], [60, 120],
     'VMware Virtual disk', 'VMware SVGA 3D', 256, 1.3, 7),
    ('mac_os', 'laptop', 'Apple Inc.', 'MacBookPro18,3', 'MacBookPro18,3', '1.0',
     'Apple M1 Pro', 3220, 10, 1, 10, [16, 32], [512, 1024], 'APPLE SSD AP0512R', 'Apple M1 Pro', 0, 0.6, 45),
    ('mac_os', 'laptop', 'Apple Inc.', 'MacBookAir10,1', 'MacBookAir10,1', '1.0',
     'Apple M1', 3200, 8, 1, 8, [8, 16], [256], 'APPLE SSD AP0256Q', 'Apple M1', 0, 0.6, 38),
    ('mac_os', 'desktop', 'Apple Inc.', 'iMac20,1', 'iMac20,1', '1.0',
     'Intel(R) Core(TM) i5-10500 CPU @ 3.10GHz', 3100, 6, 1, 12, [8, 16], [512],
     'APPLE SSD AP0512N', 'AMD Radeon Pro 5300', 4096, 0.9, 17),
    ('mobile', 'mobile', 'Apple', 'iPhone 12', '', '', '', 0, 0, 0, 0, [4], [64, 128], '', '', 0, 0.5, 55),
    ('mobile', 'mobile', 'Samsung', 'SM-G991B', '', '', '', 0, 0, 0, 0, [8], [128, 256], '', '', 0, 0.5, 45)
) AS rows(platform, device_type, manufacturer, model, product_id, product_version,
          cpu_model, cpu_frequency, cores, cpus,
          logical_cpus, ram_choices, disk_choices, disk_model, graphical_card, graphical_ram, slowness, weight))
SELECT * EXCLUDE (weight, reached), (reached - weight) / total AS low, reached / total AS high
FROM (SELECT *, sum(weight) OVER (PARTITION BY platform ORDER BY model) AS reached,
             sum(weight) OVER (PARTITION BY platform) AS total
      FROM models)
"""

_OPERATING_SYSTEMS = """
CREATE OR REPLACE TEMP TABLE operating_system AS
SELECT * FROM (VALUES
    ('windows', false, 'Windows 11 Enterprise (64 bits)',            'x64', '10.0.22621.2428', 0.00, 0.42),
    ('windows', false, 'Windows 10 Enterprise (64 bits)',            'x64', '10.0.19045.3570', 0.42, 0.90),
    ('windows', false, 'Windows 10 Enterprise (64 bits)',            'x64', '10.0.17763.4974', 0.90, 0.97),
    ('windows', false, 'Windows 7 Professional SP1 (32 bits)',       'x86', '6.1.7601.24545',  0.97, 1.00),
    ('windows', true,  'Windows Server 2019 Standard (64 bits)',     'x64', '10.0.17763.4974', 0.00, 0.70),
    ('windows', true,  'Windows Server 2016 Datacenter (64 bits)',   'x64', '10.0.14393.6351', 0.70, 1.00),
    ('mac_os',  false, 'macOS Ventura 13.6 (64 bits)',               'arm64', '22G120',        0.00, 0.60),
    ('mac_os',  false, 'macOS Monterey 12.7 (64 bits)',              'arm64', '21G816',        0.60, 1.00)
) AS rows(platform, is_server, name, architecture, build, low, high)
"""


def build_hardware(connection: DuckDBPyConnection) -> None:
    """Make `hardware` and `operating_system`; `low` and `high` bound the share of each within its platform."""
    connection.execute(_HARDWARE)
    connection.execute(_OPERATING_SYSTEMS)
