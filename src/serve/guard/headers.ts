/**
 * Fields that every answer carries, errors too, as Node takes them: name, value, name, value.
 * `https`: the public address is HTTPS, so browsers may be told to insist on it.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers
 */
export function securityHeaders(https: boolean): readonly string[] {
  return [
    'x-content-type-options',
    'nosniff',
    'x-frame-options',
    'DENY',
    'referrer-policy',
    'no-referrer',
    'cross-origin-resource-policy',
    'same-origin',
    ...(https ? ['strict-transport-security', 'max-age=63072000; includeSubDomains'] : []),
  ]
}

/** Of every answer that has none of its own: an API answer loads nothing and is framed by nobody. */
export const API_CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'"
