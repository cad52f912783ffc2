import type { BlockSpec } from '../shape/shape.ts';

/** What the dashboard remembers on the server. */
export const ui: BlockSpec = {
  defaults: {
    sidebar: {
      show_all_services: false,
      compact_mode: false,
      tools_open: false,
      auto_hide_on_navigation: false,
      service_search: '',
      service_order: [],
      saved_views: [],
      active_saved_view_id: '',
      service_shortcuts: {},
      geek_mode: false,
    },
    log_timestamp: {},
  },
  fields: {
    'sidebar.quick_filter': { types: ['string', 'null'] },
    'sidebar.service_search': { types: ['string', 'null'] },
    'sidebar.active_saved_view_id': { types: ['string', 'null'] },
  },
};

/** Pages of services, shown through our own reverse proxy. */
export const serviceUi: BlockSpec = {
  defaults: { enabled: true, port: 18080, page_ports: 18100, domain: '' },
  fields: {
    enabled: { label: 'Show pages of services', description: 'Through a reverse proxy that asks for your sign-in.' },
    port: {
      label: 'Port of the reverse proxy',
      description: 'Traefik goes first: where it has this port, the next free one is taken.',
      minimum: 1,
      maximum: 65_535,
    },
    page_ports: {
      label: 'First port of pages',
      description: 'Each page has a port of its own from here on, so that none can read another.',
      minimum: 1,
      maximum: 65_000,
    },
    domain: {
      label: 'Domain of pages',
      description: 'Where every name below it leads here, each page has a name below it instead of a port.',
      pattern: '^$|^(?!-)[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$',
    },
  },
  closed: [''],
};

/** Diagnosis with a language model; off unless somebody wants it. */
export const ai: BlockSpec = {
  defaults: {
    enabled: false,
    provider: 'ollama',
    base_url: 'http://127.0.0.1:11434',
    model: '',
    api_key: '',
    active_profile_id: '',
    profiles: [],
    timeout_sec: 60,
    temperature: 0.2,
    max_log_chars: 20000,
    include_logs: true,
    include_service_config: true,
    include_dependency_graph: true,
    include_docs_context: true,
    include_process_list: false,
    max_docs_chars: 12000,
    diagnostic_window_hours: 24,
    comparison_mode: 'previous_period',
    deep_log_scan: true,
    max_log_scan_mb: 128,
    include_metrics: true,
    include_change_history: true,
    include_native_diagnostics: true,
  },
  fields: {
    api_key: { secret: true },
    timeout_sec: { minimum: 5, maximum: 300 },
    temperature: { minimum: 0, maximum: 2 },
    max_log_chars: { minimum: 1000, maximum: 200000 },
    diagnostic_window_hours: { minimum: 0.25, maximum: 720 },
    comparison_mode: { enum: ['previous_period', 'since_change', 'none'] },
    'profiles.*.api_key': { types: ['string'], secret: true },
  },
};

/** Wakes media probes that hang on a slow mount. Times in seconds. */
export const ffprobeMonitor: BlockSpec = {
  defaults: {
    enabled: true,
    interval_sec: 10,
    min_process_age_sec: 30,
    min_poke_interval_sec: 60,
    poke_timeout_sec: 30,
    max_pokes_per_cycle: 3,
    cache_ttl_sec: 3600,
    ffprobe_path: 'ffprobe',
  },
};

/** The management API: on our own listener, or on one of its own when `port` is not 0. */
export const management: BlockSpec = {
  defaults: { enabled: true, port: 0, auth: true },
  fields: {
    port: { label: 'Port', description: '0: on the listener of the dashboard.', minimum: 0, maximum: 65535 },
    auth: { label: 'Ask for a token', description: 'Without it only this machine is answered.' },
  },
};

const job: BlockSpec = {
  defaults: {},
  fields: { command: { types: ['array', 'string'] }, schedule: { types: ['string'] }, env: { types: ['object'] } },
};

/** Commands that run by the clock, by name. */
export const schedules: BlockSpec = { defaults: {}, items: { '': job } };

/** Commands that run once, by name. */
export const oneshots: BlockSpec = { defaults: {}, items: { '': job } };
