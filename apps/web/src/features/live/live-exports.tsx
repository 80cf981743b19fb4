import type { LiveFormat } from "@undertone/recognize";
import type { LiveSession } from "../../lib/live/live-session.ts";

const formats: Record<LiveFormat, { readonly name: string; readonly ending: string; readonly type: string }> =
	{
		json: { name: "JSON", ending: "json", type: "application/json" },
		csv: { name: "CSV", ending: "csv", type: "text/csv" },
		vtt: { name: "WebVTT", ending: "vtt", type: "text/vtt" },
		textGrid: { name: "TextGrid", ending: "TextGrid", type: "text/plain" },
		eaf: { name: "ELAN", ending: "eaf", type: "application/xml" },
	};

/** Downloads of a session as it is now. */
export function LiveExports({ session }: { readonly session: LiveSession }) {
	return (
		<>
			<p className="soft small">Timelines, marks and note, as they are now. Neither sound nor pictures.</p>
			<div className="row">
				{(Object.keys(formats) as LiveFormat[]).map((format) => (
					<button
						key={format}
						type="button"
						className="button small"
						onClick={() => void download(session, format)}
					>
						{formats[format].name}
					</button>
				))}
			</div>
		</>
	);
}

async function download(session: LiveSession, format: LiveFormat): Promise<void> {
	const { exportLiveRecord } = await import("@undertone/recognize");
	const record = session.record();
	const { ending, type } = formats[format];
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([exportLiveRecord(record, format)], { type }));
	link.download = `live ${record.started.slice(0, 16).replace(":", "-")}.${ending}`;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
