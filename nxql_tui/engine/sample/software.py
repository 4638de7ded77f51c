"""Applications, their executables, and the versions of those: the binaries.

Popularity has a long tail: a few programs make most of the activity. One version of one application crashes a lot, and
a few binaries are threats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.catalog import DynamicField, DynamicKind

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

BINARY_SLOTS = 1024
"""Into so many equal parts the popularity of a platform's binaries is divided.

The slots of macOS follow those of Windows, and the slots of threats those of everything else.
"""

YES_NO = ("yes", "no")
LICENCES = ("commercial", "free", "open source")

APPLICATION_DYNAMIC_FIELDS = (DynamicField("Licence", "enum", DynamicKind.CATEGORY, LICENCES),)
EXECUTABLE_DYNAMIC_FIELDS = (DynamicField("Business critical", "enum", DynamicKind.CATEGORY, YES_NO),)
BINARY_DYNAMIC_FIELDS = (
    DynamicField("Suspicious binary", "enum", DynamicKind.CATEGORY, YES_NO),
    DynamicField("Analyst note", "string", DynamicKind.CUSTOM_FIELD),
)

_PROGRAMS = """
CREATE OR REPLACE TEMP TABLE program AS
SELECT row_number() OVER () AS executable, rows.*, split(version_list, ' ') AS versions
FROM (VALUES
    ('windows', 'Windows', 'Microsoft Corporation', 'Operating system', 'svchost.exe',
     'Host Process for Windows Services', 120, 25, 'C:\\Windows\\System32', '10.0.19041.1 10.0.22621.1', 'none detected'),
    ('windows', 'Windows', 'Microsoft Corporation', 'Operating system', 'explorer.exe',
     'Windows Explorer', 60, 90, 'C:\\Windows', '10.0.19041.1 10.0.22621.1', 'none detected'),
    ('windows', 'Windows', 'Microsoft Corporation', 'Operating system', 'powershell.exe',
     'Windows PowerShell', 18, 70, 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0', '10.0.19041.1', 'none detected'),
    ('windows', 'Windows', 'Microsoft Corporation', 'Operating system', 'cmd.exe',
     'Windows Command Processor', 22, 4, 'C:\\Windows\\System32', '10.0.19041.1', 'none detected'),
    ('windows', 'Windows', 'Microsoft Corporation', 'Operating system', 'spoolsv.exe',
     'Spooler SubSystem App', 12, 15, 'C:\\Windows\\System32', '10.0.19041.1', 'none detected'),
    ('windows', 'Microsoft Office', 'Microsoft Corporation', 'Office', 'outlook.exe',
     'Microsoft Outlook', 90, 260, 'C:\\Program Files\\Microsoft Office\\root\\Office16',
     '16.0.15601 16.0.16130 16.0.16827', 'none detected'),
    ('windows', 'Microsoft Office', 'Microsoft Corporation', 'Office', 'winword.exe',
     'Microsoft Word', 60, 190, 'C:\\Program Files\\Microsoft Office\\root\\Office16',
     '16.0.15601 16.0.16130 16.0.16827', 'none detected'),
    ('windows', 'Microsoft Office', 'Microsoft Corporation', 'Office', 'excel.exe',
     'Microsoft Excel', 70, 220, 'C:\\Program Files\\Microsoft Office\\root\\Office16',
     '16.0.15601 16.0.16130 16.0.16827', 'none detected'),
    ('windows', 'Microsoft Office', 'Microsoft Corporation', 'Office', 'powerpnt.exe',
     'Microsoft PowerPoint', 30, 240, 'C:\\Program Files\\Microsoft Office\\root\\Office16',
     '16.0.15601 16.0.16130 16.0.16827', 'none detected'),
    ('windows', 'Microsoft Teams', 'Microsoft Corporation', 'Communication', 'ms-teams.exe',
     'Microsoft Teams', 85, 420, 'C:\\Program Files\\WindowsApps\\MSTeams', '23257.2608 23272.2707 23285.3703',
     'none detected'),
    ('windows', 'Microsoft Edge', 'Microsoft Corporation', 'Browser', 'msedge.exe',
     'Microsoft Edge', 95, 310, 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application',
     '117.0.2045.47 118.0.2088.46 118.0.2088.69', 'none detected'),
    ('windows', 'Google Chrome', 'Google LLC', 'Browser', 'chrome.exe',
     'Google Chrome', 80, 330, 'C:\\Program Files\\Google\\Chrome\\Application',
     '116.0.5845.188 117.0.5938.149 118.0.5993.88', 'none detected'),
    ('windows', 'Mozilla Firefox', 'Mozilla Corporation', 'Browser', 'firefox.exe',
     'Firefox', 22, 280, 'C:\\Program Files\\Mozilla Firefox', '115.3.1 118.0.2', 'none detected'),
    ('windows', 'Contoso Timesheet', 'Contoso Ltd.', 'Business', 'timesheet.exe',
     'Contoso Timesheet', 34, 120, 'C:\\Program Files\\Contoso\\Timesheet', '3.1.4 3.2.0 3.2.1', 'none detected'),
    ('windows', 'SAP GUI', 'SAP SE', 'Business', 'saplogon.exe',
     'SAP Logon for Windows', 28, 140, 'C:\\Program Files (x86)\\SAP\\FrontEnd\\SAPgui', '7.70.11 8.00.3',
     'none detected'),
    ('windows', 'Windows Defender', 'Microsoft Corporation', 'Security', 'msmpeng.exe',
     'Antimalware Service Executable', 40, 210, 'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform',
     '4.18.23080.2006 4.18.23090.2008', 'none detected'),
    ('windows', 'Sophos Anti-Virus', 'Sophos Limited', 'Security', 'savservice.exe',
     'Sophos Anti-Virus Service', 10, 180, 'C:\\Program Files (x86)\\Sophos\\Sophos Anti-Virus', '10.8.11',
     'none detected'),
    ('windows', 'Adobe Acrobat', 'Adobe Inc.', 'Office', 'acrobat.exe',
     'Adobe Acrobat', 30, 210, 'C:\\Program Files\\Adobe\\Acrobat DC\\Acrobat', '23.003.20269 23.006.20320',
     'none detected'),
    ('windows', 'Zoom', 'Zoom Video Communications, Inc.', 'Communication', 'zoom.exe',
     'Zoom Meetings', 20, 260, 'C:\\Program Files\\Zoom\\bin', '5.15.12 5.16.2', 'none detected'),
    ('windows', 'Visual Studio Code', 'Microsoft Corporation', 'Development', 'code.exe',
     'Visual Studio Code', 16, 380, 'C:\\Program Files\\Microsoft VS Code', '1.82.3 1.83.1', 'none detected'),
    ('windows', 'Java Platform', 'Oracle Corporation', 'Runtime', 'javaw.exe',
     'Java(TM) Platform SE binary', 14, 300, 'C:\\Program Files\\Java\\jre1.8.0_381\\bin', '8.0.3810.9', 'none detected'),
    ('windows', '7-Zip', 'Igor Pavlov', 'Tools', '7zFM.exe',
     '7-Zip File Manager', 6, 18, 'C:\\Program Files\\7-Zip', '19.00 22.01 23.01', 'none detected'),
    ('windows', 'Notepad++', 'Don HO don.h@free.fr', 'Tools', 'notepad++.exe',
     'Notepad++', 9, 30, 'C:\\Program Files\\Notepad++', '8.5.4 8.5.7', 'none detected'),
    ('windows', 'AutoCAD', 'Autodesk, Inc.', 'Engineering', 'acad.exe',
     'AutoCAD Application', 5, 1400, 'C:\\Program Files\\Autodesk\\AutoCAD 2024', '24.3.61', 'none detected'),
    ('windows', 'Nexthink Collector', 'Nexthink S.A.', 'Management', 'nxtsvc.exe',
     'Nexthink Collector service', 30, 35, 'C:\\Program Files\\Nexthink\\Collector\\Collector', '23.5.2', 'none detected'),
    ('windows', '田中メモ', '田中ソフト株式会社', 'Tools', 'tanaka_memo.exe',
     'メモ帳', 2, 22, 'C:\\Program Files\\田中メモ', '1.0.2', 'none detected'),
    ('windows', 'uTorrent', 'BitTorrent Inc.', 'File sharing', 'utorrent.exe',
     'µTorrent', 1, 60, 'C:\\Users\\Public\\AppData\\Roaming\\uTorrent', '3.6.0', 'low'),
    ('windows', 'Free PDF Tools', '', '-', 'pdftoolbar.exe',
     '', 1, 40, 'C:\\ProgramData\\pdftoolbar', '1.4', 'medium'),
    ('windows', 'Unknown', '', 'Unknown', 'keygen.exe',
     '', 1, 12, 'C:\\Users\\Public\\Downloads', '0.9 1.0', 'intermediate'),
    ('windows', 'Unknown', '', 'Unknown', 'invoice_2026.exe',
     '', 1, 9, 'C:\\Users\\Public\\AppData\\Local\\Temp', '0.0', 'high'),
    ('windows', 'Unknown', '', 'Unknown', 'svch0st.exe',
     '', 1, 7, 'C:\\ProgramData', '1.0', 'high'),
    ('mac_os', 'macOS', 'Apple Inc.', 'Operating system', 'launchd',
     '', 90, 15, '/sbin', '7.0.0', 'none detected'),
    ('mac_os', 'macOS', 'Apple Inc.', 'Operating system', 'Finder',
     '', 60, 90, '/System/Library/CoreServices/Finder.app', '12.6 13.6', 'none detected'),
    ('mac_os', 'Safari', 'Apple Inc.', 'Browser', 'Safari',
     '', 70, 240, '/Applications/Safari.app', '16.6 17.0', 'none detected'),
    ('mac_os', 'Mail', 'Apple Inc.', 'Communication', 'Mail',
     '', 50, 180, '/System/Applications/Mail.app', '16.0', 'none detected'),
    ('mac_os', 'Google Chrome', 'Google LLC', 'Browser', 'Google Chrome',
     '', 60, 350, '/Applications/Google Chrome.app', '117.0.5938.149 118.0.5993.88', 'none detected'),
    ('mac_os', 'Microsoft Office', 'Microsoft Corporation', 'Office', 'Microsoft Word',
     '', 30, 240, '/Applications/Microsoft Word.app', '16.77 16.78', 'none detected'),
    ('mac_os', 'Microsoft Office', 'Microsoft Corporation', 'Office', 'Microsoft Excel',
     '', 30, 240, '/Applications/Microsoft Excel.app', '16.77 16.78', 'none detected'),
    ('mac_os', 'Slack', 'Slack Technologies', 'Communication', 'Slack',
     '', 40, 320, '/Applications/Slack.app', '4.34.121 4.35.126', 'none detected'),
    ('mac_os', 'Xcode', 'Apple Inc.', 'Development', 'Xcode',
     '', 14, 1800, '/Applications/Xcode.app', '15.0', 'none detected'),
    ('mac_os', 'Zoom', 'Zoom Video Communications, Inc.', 'Communication', 'zoom.us',
     '', 22, 260, '/Applications/zoom.us.app', '5.16.2', 'none detected'),
    ('mac_os', 'Unknown', '', 'Unknown', 'mackeeper_helper',
     '', 1, 40, '/Library/Application Support', '3.2', 'medium')
) AS rows(platform, application_name, company, category, executable_name, description, weight, megabytes, folder,
          version_list, threat_level)
"""

_APPLICATIONS = """
CREATE OR REPLACE TEMP TABLE known_application AS
SELECT row_number() OVER (ORDER BY min(executable)) AS application, platform, application_name,
       any_value(company) AS company, sum(weight) AS weight, any_value(category) AS category
FROM program GROUP BY platform, application_name
"""

_BINARIES = """
CREATE OR REPLACE TEMP TABLE known_binary AS
WITH versioned AS (
    SELECT *, unnest(versions) AS version, generate_subscripts(versions, 1) AS age FROM program
), weighed AS (
    SELECT row_number() OVER (ORDER BY executable, age) AS "binary", executable, application, versioned.platform,
           versioned.* EXCLUDE (executable, platform, weight, company),
           versioned.company, threat_level <> 'none detected' AS is_threat,
           versioned.weight * pow(2.2, age) / list_sum([pow(2.2, each) for each in range(1, len(versions) + 1)])
               AS popularity,
           folder || CASE platform WHEN 'windows' THEN chr(92) ELSE '/' END || executable_name AS path,
           executable_name = 'timesheet.exe' AND version = '3.2.0' AS is_bad
    FROM versioned JOIN known_application USING (platform, application_name)
)
SELECT *, sum(popularity) OVER (PARTITION BY platform, is_threat ORDER BY "binary") AS reached,
       sum(popularity) OVER (PARTITION BY platform, is_threat) AS total
FROM weighed
"""

_SLOTS = """
CREATE OR REPLACE TEMP TABLE binary_slot AS
SELECT (slot + CASE platform WHEN 'mac_os' THEN $slots ELSE 0 END + CASE WHEN is_threat THEN 2 * $slots ELSE 0 END)::USMALLINT
           AS slot, is_bad, "binary"::SMALLINT AS "binary",
       path::binary_path AS path,
       executable::SMALLINT AS executable, application::SMALLINT AS application
FROM known_binary
JOIN range($slots) AS slots(slot)
  ON (slot + 0.5) / $slots * total >= reached - popularity AND (slot + 0.5) / $slots * total < reached
"""

_TABLES = """
CREATE OR REPLACE TABLE application AS
SELECT application AS id, application_name AS name, company, platform,
       round(0.9 * weight / sum(weight) OVER (), 6) AS database_usage,
       CASE WHEN platform = 'windows' THEN category || ' software' END AS description,
       CASE WHEN application_name = 'Unknown' THEN '' ELSE application_name END AS known_packages,
       CASE WHEN application_name = 'Unknown' THEN 'all' ELSE 'connections and executions' END AS storage_policy,
       first_seen, last_seen, active_days AS total_active_days,
       CASE company WHEN 'Mozilla Corporation' THEN 'open source' WHEN 'Igor Pavlov' THEN 'open source'
            WHEN 'Google LLC' THEN 'free' WHEN '' THEN NULL ELSE 'commercial' END AS "#Licence"
FROM known_application JOIN (SELECT application, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
                                    max(active_days) AS active_days FROM binary_life GROUP BY application)
     USING (application)
ORDER BY id;
CREATE OR REPLACE TABLE executable AS
SELECT executable AS id, executable_name AS name, application_name, company AS application_company, platform,
       round(0.9 * weight / sum(weight) OVER (), 6) AS database_usage,
       CASE WHEN platform = 'windows' THEN description END AS description,
       CASE WHEN application_name = 'Unknown' THEN '' ELSE application_name END AS known_packages,
       CASE WHEN application_name = 'Unknown' THEN 'all' ELSE 'connections and executions' END AS storage_policy,
       first_seen, last_seen, active_days AS total_active_days,
       CASE WHEN category IN ('Business', 'Communication') THEN 'yes' WHEN category = 'Tools' THEN 'no' END
           AS "#Business critical"
FROM program JOIN (SELECT executable, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
                          max(active_days) AS active_days FROM binary_life GROUP BY executable) USING (executable)
ORDER BY id;
CREATE OR REPLACE TABLE "binary" AS
SELECT "binary" AS id, executable_name, application_name, company AS application_company,
       category AS application_category, company, version, platform, threat_level,
       CASE WHEN platform = 'windows' THEN description END AS description,
       CASE WHEN platform = 'mac_os' OR sample.happens("binary", 'is 64 bit', 0.85) THEN '64 bit' ELSE '32 bit' END
           AS architecture,
       sample.digest("binary", 'md5') AS hash,
       sample.digest("binary", 'sha1') || sample.digest("binary", 'sha1 end')[1:8] AS sha1,
       sample.digest("binary", 'sha256') || sample.digest("binary", 'sha256 end') AS sha256,
       sample.whole("binary", 'file size', 20000, 90000) * greatest(megabytes, 10) AS file_size,
       CASE WHEN is_threat AND sample.happens("binary", 'no path', 0.2) THEN []::VARCHAR[]
            ELSE [path]
                 || CASE WHEN application_name = 'Unknown' THEN ['D:\\' || executable_name] ELSE [] END END AS paths,
       CASE WHEN platform = 'windows' THEN round(0.002 + 0.08 * sample.draw("binary", 'cpu'), 6) END
           AS average_cpu_usage,
       CASE WHEN platform = 'windows' AND NOT is_threat THEN megabytes::BIGINT * 1048576 END AS average_memory_usage,
       CASE WHEN platform = 'windows' AND category <> 'Operating system'
            THEN sample.whole("binary", 'handles', 10, 900) END AS average_number_of_graphical_handles,
       round(0.9 * popularity / sum(popularity) OVER (), 6) AS database_usage,
       CASE WHEN is_threat THEN 'all' ELSE 'connections and executions' END AS storage_policy,
       first_seen, last_seen, active_days AS total_active_days,
       CASE WHEN threat_level IN ('high', 'intermediate') THEN 'yes' WHEN is_threat THEN 'no' END
           AS "#Suspicious binary",
       CASE WHEN threat_level = 'high'
            THEN 'Seen in a "phishing" mail' || chr(9) || 'ticket 4711' || chr(10)
                 || 'Sample kept; <b>do not run</b> & report' END AS "#Analyst note"
FROM known_binary JOIN binary_life USING ("binary")
ORDER BY id;
"""

_LIFE = """
CREATE OR REPLACE TEMP TABLE binary_life AS
SELECT known_binary."binary", executable, application,
       CASE WHEN seen.last IS NOT NULL
            THEN CAST($beginning AS TIMESTAMP) - to_seconds(sample.whole("binary", 'known for', 0, 40000000)) END
           AS first_seen,
       seen.last AS last_seen,
       coalesce(seen.days, 0) AS active_days
FROM known_binary
LEFT JOIN (SELECT "@binary" AS "binary", max(moment) AS last, count(DISTINCT moment::DATE) AS days
           FROM (SELECT "@binary", moment FROM "@execution" UNION ALL SELECT "@binary", moment FROM "@connection"
                 UNION ALL SELECT "@binary", moment FROM "@web_request" UNION ALL SELECT "@binary", moment FROM "@port_scan"
                 UNION ALL SELECT "@binary", moment FROM "@execution_error"
                 UNION ALL SELECT "@binary", moment FROM "@execution_warning")
           GROUP BY 1) AS seen USING ("binary")
"""


def build_programs(connection: DuckDBPyConnection) -> None:
    """Make `known_application`, `program`, `known_binary` and `binary_slot`, which events choose their binary from."""
    connection.execute(_PROGRAMS)
    connection.execute(_APPLICATIONS)
    connection.execute(_BINARIES)
    connection.execute("DROP TYPE IF EXISTS binary_path")
    connection.execute("CREATE TYPE binary_path AS ENUM (SELECT DISTINCT path FROM known_binary)")
    connection.execute(_SLOTS, {"slots": BINARY_SLOTS})


def build_software(connection: DuckDBPyConnection, beginning: datetime) -> None:
    """Make `application`, `executable` and `binary`, seen when the events made before say so."""
    connection.execute(_LIFE, {"beginning": beginning})
    connection.execute(_TABLES)
