import type { AnalysisOf } from "@undertone/api";
import type { SpeechAnalysis } from "@undertone/recognize";
import { ExportButtons, type ExportFormat } from "../../ui/export-buttons.tsx";

/** Downloads of one recording's result. */
export function Exports({ analysis }: { readonly analysis: AnalysisOf<"speech"> }) {
	return (
		<ExportButtons
			name={analysis.file.name.replace(/\.[^.]+$/, "")}
			write={(format) => write(analysis, format)}
		/>
	);
}

async function write(analysis: AnalysisOf<"speech">, format: ExportFormat): Promise<string> {
	const { toCsv, toElan, toJson, toTextGrid, toWebVtt } = await import("@undertone/recognize");
	const result = analysis.result as unknown as SpeechAnalysis;
	const source = { file: analysis.file.name, sampleRate: analysis.file.sampleRate };
	const writers: Record<ExportFormat, () => string> = {
		json: () => `${toJson(result, source)}\n`,
		csv: () => toCsv(result, source),
		vtt: () => toWebVtt(result),
		textGrid: () => toTextGrid(result),
		eaf: () => toElan(result, { ...source, date: analysis.createdAt }),
	};
	return writers[format]();
}
