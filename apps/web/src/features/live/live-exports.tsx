import type { LiveSession } from "../../lib/live/live-session.ts";
import { ExportButtons } from "../../ui/export-buttons.tsx";

/** Downloads of a session as it is now. */
export function LiveExports({ session }: { readonly session: LiveSession }) {
	return (
		<>
			<p className="soft small">Timelines, marks and note, as they are now. Neither sound nor pictures.</p>
			<ExportButtons
				name={`live ${session.started.slice(0, 16).replace(":", "-")}`}
				write={async (format) => {
					const { exportLiveRecord } = await import("@undertone/recognize");
					return exportLiveRecord(session.record(), format);
				}}
			/>
		</>
	);
}
