/** The table of Arrs in the database of each line of Profilarr, as its migrations leave it. */
export const profilarrTables: Readonly<Record<1 | 2, string>> = {
  1: `CREATE TABLE IF NOT EXISTS arr_config (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE NOT NULL, type TEXT NOT NULL, tags TEXT,
    arr_server TEXT NOT NULL, api_key TEXT NOT NULL, data_to_sync TEXT, last_sync_time TIMESTAMP,
    sync_percentage INTEGER DEFAULT 0, sync_method TEXT DEFAULT 'manual', sync_interval INTEGER DEFAULT 0,
    import_as_unique BOOLEAN DEFAULT 0, import_task_id INTEGER DEFAULT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)`,
  2: `CREATE TABLE IF NOT EXISTS arr_instances (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, type TEXT NOT NULL, url TEXT NOT NULL,
    external_url TEXT, api_key TEXT NOT NULL, tags TEXT, enabled INTEGER NOT NULL DEFAULT 1,
    library_refresh_interval INTEGER NOT NULL DEFAULT 0, library_last_refreshed_at TEXT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP, updated_at DATETIME DEFAULT CURRENT_TIMESTAMP)`,
};
