/** Text made safe for HTML. */
export function escapeHtml(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");
}

/** A page of its own: no script, no request, light and dark. */
export function htmlPage(title: string, body: string): string {
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; --ink: light-dark(#1d1f20, #eceeee); --soft: light-dark(#565b5e, #a9b1b3); --line: light-dark(#e2ded7, #2f3638); --accent: light-dark(#24595f, #86c5c6); --paper: light-dark(#fbfaf8, #131617); }
body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1000px; margin: 0 auto; padding: 32px 20px 80px; }
h1, h2, h3 { line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin-top: 48px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 5px 18px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.soft { color: var(--soft); }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 12px 24px; }
figure { margin: 0; }
figcaption { color: var(--soft); font-size: 14px; }
img, svg { display: block; width: 100%; height: auto; }
img { height: 150px; image-rendering: auto; border-radius: 4px; }
svg text { fill: var(--ink); font-size: 13px; }
audio { width: 100%; margin: 8px 0; }
.scroll { overflow-x: auto; }
svg.small { max-width: 420px; }
svg.wide { min-width: 640px; }
a { color: var(--accent); }
section { border-top: 2px solid var(--line); margin-top: 64px; }
td.heat { background: color-mix(in srgb, var(--accent) calc(var(--share) * 0.6), transparent); padding: 5px 10px; text-align: right; }
td.right { font-weight: 600; }
td.figure, th.figure, .interval { white-space: nowrap; padding-left: 10px; }
.scroll th, .scroll td { padding-right: 12px; }
td.words { min-width: 220px; font-size: 14px; }
.interval { display: block; padding: 0; color: var(--soft); }
</style>
<body>
${body}
</body>
</html>
`;
}
