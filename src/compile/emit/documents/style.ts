/** The whole style of the page: no network, light and dark, readable on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --line: #d9dee4; --paper: #ffffff; --panel: #f6f8fa; --accent: #0a5fd6; --good: #17703a; --warn: #8a5300; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #9aa4b0; --line: #323941; --paper: #0f1318; --panel: #171c22; --accent: #6cb0ff; --good: #5fd08a; --warn: #e5b567; --bad: #ff8f86; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
a { color: inherit; text-decoration: none; }
a:hover { text-decoration: underline; }
.layout { display: grid; grid-template-columns: 250px minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1.25rem; border-right: 1px solid var(--line); background: var(--panel); font-size: 14px; }
nav strong { display: block; font-size: 17px; }
nav h2 { margin: 1.4rem 0 .3rem; font-size: 12px; color: var(--soft); font-weight: 600; }
nav a { display: block; padding: .12rem 0; }
main { padding: 2rem clamp(1rem, 4vw, 3.5rem) 5rem; max-width: 1180px; }
h1 { margin: 0 0 .25rem; font-size: 30px; letter-spacing: -.02em; }
h2 { margin: 3rem 0 .75rem; font-size: 23px; letter-spacing: -.01em; }
h3 { margin: 2.25rem 0 .5rem; font-size: 18px; }
p { margin: .4rem 0; }
.soft { color: var(--soft); }
code, pre, svg text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: 13px; overflow-wrap: anywhere; }
article { margin: 1rem 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; break-inside: avoid; }
article > header { display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; padding: .6rem 1rem; background: var(--panel); border-bottom: 1px solid var(--line); }
article > header code { font-size: 14px; font-weight: 600; }
article > header span:last-child { margin-left: auto; color: var(--soft); }
.method { font: 700 12px ui-monospace, Menlo, Consolas, monospace; min-width: 3.6em; color: var(--accent); }
.method.POST { color: var(--good); } .method.PATCH { color: var(--warn); } .method.DELETE { color: var(--bad); }
dl { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .5rem 1rem; margin: 0; padding: .9rem 1rem; }
dt { color: var(--soft); } dd { margin: 0; } dd ul { margin: .2rem 0 0; padding-left: 1.1rem; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; margin: .6rem 0 1.2rem; font-size: 14px; }
dd table { margin: .4rem 0 0; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 13px; }
th, td { padding: .32rem .9rem .32rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
.er { max-width: 100%; height: auto; display: block; }
.er text { font-size: 12px; fill: var(--ink); } .er .name { font-weight: 700; fill: var(--paper); } .er .type { fill: var(--soft); }
.er .box { fill: var(--panel); stroke: var(--line); } .er .head { fill: var(--accent); } .er .primary { font-weight: 700; } .er .foreign { fill: var(--accent); }
.er .edge { fill: none; stroke: var(--soft); stroke-width: 1.3; } .er .end { fill: var(--soft); }
.bar { display: inline-block; width: 90px; height: 6px; border-radius: 3px; background: var(--line); vertical-align: middle; margin-right: .5rem; } .bar i { display: block; height: 6px; border-radius: 3px; background: var(--good); }
@media (max-width: 860px) { .layout { grid-template-columns: minmax(0, 1fr); } nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); } dl { grid-template-columns: minmax(0, 1fr); gap: .15rem; } dd { margin-bottom: .5rem; } }
@media print { nav { display: none; } .layout { display: block; } main { padding: 0; max-width: none; } h2 { break-before: page; } body { font-size: 11px; } }
`
