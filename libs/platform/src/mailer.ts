/** A mail server, and how it is spoken to. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte · `starttls` or not at all · `plain` never encrypted */
  readonly security: 'tls' | 'starttls' | 'plain';
  readonly verifyTls: boolean;
  readonly user?: string;
  readonly password?: string;
}

/** A plain-text mail. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Goes into the Message-ID, so that a copy is known as one. */
  readonly id: string;
}

/** Sends mail by SMTP. */
export interface Mailer {
  /**
   * Resolves when the server has taken the mail for every recipient.
   * @throws Problem `source.unreachable` where there is no server, `credential.rejected`, `connection.refused` with its words
   */
  send(server: MailServer, mail: Mail, timeoutMs: number, signal?: AbortSignal): Promise<void>;
}
