import type { Analysis } from "@undertone/api";
import type { SpeechAnalysis } from "@undertone/recognize";
import { download } from "../../lib/download.ts";

const formats = {
	json: { name: "JSON", ending: "json", type: "application/json" },
	csv: { name: "CSV", ending: "csv", type: "text/csv" },
	vtt: { name: "WebVTT", ending: "vtt", type: "text/vtt" },
	textGrid: { name: "TextGrid", ending: "TextGrid", type: "text/plain" },
	eaf: { name: "ELAN", ending: "eaf", type: "application/xml" },
} as const;

type Format = keyof typeof formats;

/** Downloads of one result; the writers are loaded when one is asked for. */
export function Exports({ analysis }: { readonly analysis: Analysis }) {
	return (
		<div>
			<p className="label">Export</p>
			<div className="row">
				{(Object.keys(formats) as Format[]).map((format) => (
					<button
						key={formats[format].name}
						type="button"
						className="button small"
						onClick={() => void write(analysis, format)}
					>
						{formats[format].name}
					</button>
				))}
			</div>
		</div>
	);
}

async function write(analysis: Analysis, format: Format): Promise<void> {
	const { toCsv, toElan, toJson, toTextGrid, toWebVtt } = await import("@undertone/recognize");
	const result = analysis.result as unknown as SpeechAnalysis;
	const source = { file: analysis.file.name, sampleRate: analysis.file.sampleRate };
	const writers: Record<Format, () => string> = {
		json: () => `${toJson(result, source)}\n`,
		csv: () => toCsv(result, source),
		vtt: () => toWebVtt(result),
		textGrid: () => toTextGrid(result),
		eaf: () => toElan(result, { ...source, date: analysis.createdAt }),
	};
	const { ending, type } = formats[format];
	const text = writers[format]();
	download(`${analysis.file.name.replace(/\.[^.]+$/, "")}.${ending}`, type, text);
}
