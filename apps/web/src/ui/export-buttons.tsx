import { download } from "../lib/download.ts";

/** The formats in which a timeline can be taken along. */
const formats = {
	json: { name: "JSON", ending: "json", type: "application/json" },
	csv: { name: "CSV", ending: "csv", type: "text/csv" },
	vtt: { name: "WebVTT", ending: "vtt", type: "text/vtt" },
	textGrid: { name: "TextGrid", ending: "TextGrid", type: "text/plain" },
	eaf: { name: "ELAN", ending: "eaf", type: "application/xml" },
} as const;

/** One of the formats. */
export type ExportFormat = keyof typeof formats;

/** Downloads in every format; the writers are loaded when one is asked for. */
export function ExportButtons({
	name,
	write,
}: {
	/** Of the file, without its ending. */
	readonly name: string;
	readonly write: (format: ExportFormat) => Promise<string>;
}) {
	const give = async (format: ExportFormat): Promise<void> => {
		const { ending, type } = formats[format];
		download(`${name}.${ending}`, type, await write(format));
	};
	return (
		<div className="row">
			{(Object.keys(formats) as ExportFormat[]).map((format) => (
				<button key={format} type="button" className="button small" onClick={() => void give(format)}>
					{formats[format].name}
				</button>
			))}
		</div>
	);
}
