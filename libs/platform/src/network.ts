/** Who listens on a TCP port. */
export interface PortHolder {
  readonly port: number;
  readonly address: string;
  readonly pid?: number;
  /** Name of the program, where the kernel lets us see it. */
  readonly program?: string;
}

export interface HttpRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  /** Longer bodies are cut; default 1 MiB. */
  readonly limitBytes?: number;
  /** Follow redirects (credentials are never sent to another origin); default false. */
  readonly followRedirects?: boolean;
  /** Whether the other side must prove who it is; default true. */
  readonly verifyTls?: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly truncated: boolean;
}

export interface Network {
  /** All listening TCP sockets of this machine. */
  listeners(): Promise<readonly PortHolder[]>;
  /** Whether it can be bound on loopback now. */
  isPortFree(port: number): Promise<boolean>;
  canConnect(host: string, port: number, timeoutMs: number): Promise<boolean>;
  /** @throws Problem `source.unreachable` where there is no answer */
  http(request: HttpRequest, signal?: AbortSignal): Promise<HttpResponse>;
  /**
   * Streams a body into a file, resuming a partial one, and answers its SHA-256 in hex.
   * @throws Problem `source.unreachable`, `source.not-found`, `source.rate-limited`
   */
  download(request: DownloadRequest, signal?: AbortSignal): Promise<DownloadResult>;
}

export interface DownloadRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path: string;
  readonly limitBytes: number;
  /** Answer the SHA-1 as well, for publishers who name no better digest. */
  readonly withSha1?: boolean;
  readonly onProgress?: (doneBytes: number, totalBytes: number | undefined) => void;
}

export interface DownloadResult {
  readonly sha256: string;
  readonly sha1?: string;
  readonly sizeBytes: number;
  readonly etag?: string;
}
