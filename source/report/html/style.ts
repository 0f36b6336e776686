import { chartStyle } from '../chart/chart-style.js';
import { type ColourName, colourNames, palette } from '../chart/palette.js';

const variables = (which: 0 | 1): string => colourNames.map((name) => `--${name}:${palette[name][which]}`).join(';');
const colour = (name: ColourName): string => `var(--${name})`;

/** The style of a report: light or dark as its reader's system is, light on paper, one column on a phone. */
export const pageStyle = `
:root{color-scheme:light dark;${variables(0)}}
@media (prefers-color-scheme:dark){:root{${variables(1)}}}
@media print{:root{color-scheme:light;${variables(0)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:${colour('paper')};color:${colour('ink')};font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Inter,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
header,main,footer{max-width:1104px;margin:0 auto;padding:0 32px}
header{padding-top:36px}
.brand{display:flex;align-items:center;gap:12px;color:${colour('muted')};font-size:14px}
.brand .mark{display:block;width:34px;height:34px;flex:none;fill:none;stroke:${colour('accent')};stroke-width:3}
h1{font-size:30px;line-height:1.2;margin:14px 0 4px;letter-spacing:-.01em}
h2{font-size:21px;margin:0 0 14px;padding-top:34px;border-top:1px solid ${colour('faint')}}
h3{font-size:16px;margin:0}
p{margin:0 0 12px}
.sub{color:${colour('muted')};margin:0 0 22px}
.answer{border-left:5px solid ${colour('muted')};background:${colour('panel')};padding:16px 20px;border-radius:0 8px 8px 0;font-size:19px;line-height:1.45;margin:0 0 20px}
.answer p{margin:0}
.answer .badges{margin-top:10px;font-size:14px}
${(['good', 'warning', 'critical'] as const).map((tone) => `.answer.${tone}{border-color:${colour(tone)};background:${colour(`${tone}-paper`)}}`).join('\n')}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:14px;margin:0 0 30px}
.tile{border:1px solid ${colour('faint')};border-top:3px solid ${colour('muted')};border-radius:8px;padding:14px 16px}
${(['good', 'warning', 'critical'] as const).map((tone) => `.tile.${tone}{border-top-color:${colour(tone)}}`).join('\n')}
.tile .label{color:${colour('muted')};font-size:13px}
.tile .value{font-size:32px;line-height:1.2;font-weight:650;letter-spacing:-.02em}
.tile .value.long{font-size:21px;padding:7px 0 5px}
.tile .unit{font-size:17px;font-weight:500;color:${colour('muted')};letter-spacing:0}
.tile .detail{color:${colour('muted')};font-size:13px;line-height:1.4}
section{margin:0 0 34px}
figure{margin:0 0 30px}
figcaption{margin:0 0 8px}
.note{color:${colour('muted')};font-size:14px;margin:2px 0 0}
svg.chart{display:block;width:100%;height:auto}
.narrow{display:none}
.hit:hover{fill:${colour('ink')};fill-opacity:.07}
.table{overflow-x:auto;margin:0 0 20px}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4}
th{text-align:left;font-weight:600;color:${colour('muted')};border-bottom:2px solid ${colour('faint')};padding:6px 14px 6px 0;vertical-align:bottom;overflow-wrap:normal}
td{border-bottom:1px solid ${colour('faint')};padding:6px 14px 6px 0;vertical-align:top;overflow-wrap:normal;max-width:34em}
td .wrap{overflow-wrap:anywhere}
th:last-child,td:last-child{padding-right:0}
.figures{text-align:right;white-space:nowrap}
td .interval{color:${colour('muted')};font-size:12px;display:block}
.badge{display:inline-block;border:1px solid currentColor;border-radius:99px;padding:0 9px;margin:0 6px 4px 0;font-size:13px;line-height:1.6;color:${colour('muted')}}
${(['good', 'warning', 'critical'] as const).map((tone) => `.badge.${tone}{color:${colour(tone)}}`).join('\n')}
dl{margin:0 0 16px}
dl>div{display:grid;grid-template-columns:180px 1fr;gap:16px;padding:6px 0;border-bottom:1px solid ${colour('faint')}}
dt{color:${colour('muted')}}
dd{margin:0}
ul{margin:0 0 16px;padding-left:22px}
dd ul{margin:0}
li{margin:0 0 4px}
pre{background:${colour('panel')};border:1px solid ${colour('faint')};border-radius:8px;padding:14px 16px;overflow-x:auto;font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;white-space:pre-wrap;margin:0 0 16px}
code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.server{border-top:1px solid ${colour('faint')};padding:12px 0 14px}
.server h3{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:baseline;margin-bottom:8px}
.server h3 small{font-weight:400;color:${colour('muted')};font-size:13px}
.panels{display:grid;grid-template-columns:repeat(5,1fr);gap:14px}
.panel .name{font-size:12px;color:${colour('muted')};display:flex;justify-content:space-between;gap:8px}
.panel .sums{font-size:12px;line-height:1.35;margin-bottom:4px;min-height:2.7em}
.panel .key2{color:${colour('series2')}}
.panel .key1:not(:only-child){color:${colour('series1')}}
td svg.chart{width:130px;height:22px}
details{margin:0 0 16px}
summary{cursor:pointer;color:${colour('accent')};padding:6px 0}
footer{color:${colour('muted')};font-size:13px;padding-top:24px;padding-bottom:48px}
footer p{max-width:76ch}
${chartStyle(colour)}
@media (max-width:720px){
body{font-size:15px}
header,main,footer{padding-left:16px;padding-right:16px}
header{padding-top:22px}
h1{font-size:23px}
h2{font-size:19px;padding-top:26px}
.answer{font-size:17px;padding:13px 15px}
.tiles{grid-template-columns:repeat(2,1fr);gap:10px}
.tile{padding:10px 12px}
.tile .value{font-size:25px}
.tile .value.long{font-size:18px}
.wide{display:none}
.narrow{display:block}
dl>div{grid-template-columns:1fr;gap:0}
.panels{grid-template-columns:repeat(2,1fr)}
}
@media print{
@page{margin:14mm}
body{font-size:11pt}
header,main,footer{max-width:none;padding:0}
.wide{display:block}
.narrow{display:none}
figure,.tile,.server,tr,dl>div,pre{break-inside:avoid}
h2,h3,figcaption{break-after:avoid}
summary{display:none}
.table{overflow:visible}
}
`.trim();
