/** What the empty document of a report is made of. */
export interface ShellParts {
  /** Addresses that the editor serves, of our own script and style. */
  readonly script: string;
  readonly style: string;
  /** `Webview.cspSource`. */
  readonly source: string;
  /** Not to be guessed, and new for each document. */
  readonly nonce: string;
}

/**
 * The document that a report is drawn into. Its policy (CSP3) lets in our style and our one script and nothing
 * else: no pictures, fonts, frames, requests, inline scripts or inline styles.
 */
export function shellHtml({ script, style, source, nonce }: ShellParts): string {
  const policy = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${attribute(style)}">
<title>SMTP Test Report</title>
</head>
<body>
<p id="status" class="unseen" role="status"></p>
<main id="page"></main>
<script nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
