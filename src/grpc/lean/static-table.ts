/** The static table of HPACK (RFC 7541, appendix A). */

const LINES = `:authority|:method=GET|:method=POST|:path=/|:path=/index.html|:scheme=http|:scheme=https|:status=200|:status=204|:status=206|:status=304
:status=400|:status=404|:status=500|accept-charset|accept-encoding=gzip, deflate|accept-language|accept-ranges|accept|access-control-allow-origin|age
allow|authorization|cache-control|content-disposition|content-encoding|content-language|content-length|content-location|content-range|content-type
cookie|date|etag|expect|expires|from|host|if-match|if-modified-since|if-none-match|if-range|if-unmodified-since|last-modified|link|location
max-forwards|proxy-authenticate|proxy-authorization|range|referer|refresh|retry-after|server|set-cookie|strict-transport-security|transfer-encoding
user-agent|vary|via|www-authenticate`

/** Name and value by index; index 0 does not exist on the wire. */
export const STATIC_TABLE: ReadonlyArray<readonly [name: string, value: string]> = ['', ...LINES.split(/[|\n]/)].map((entry) => {
  const at = entry.indexOf('=')
  return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)]
})

/** The first index of a name, 0 when the table has none. */
export function staticIndexOf (name: string): number {
  return Math.max(0, STATIC_TABLE.findIndex(([known], index) => index > 0 && known === name))
}
