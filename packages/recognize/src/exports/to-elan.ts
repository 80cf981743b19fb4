import type { SpeechAnalysis } from "../speech/speech-analysis.ts";
import type { AnalysisSource } from "./source.ts";
import type { Tier } from "./tier.ts";

/**
 * The timeline as an ELAN annotation document (EAF 3.0) with the tiers `emotion` and `speech`.
 *
 * Written by the published format; ELAN itself has not opened it here.
 *
 * @param options.date - ISO 8601, written as the document's date.
 * @see https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf
 */
export function toElan(
	analysis: SpeechAnalysis,
	{ file, date }: AnalysisSource & { readonly date: string },
): string {
	return elan(
		[
			{
				name: "emotion",
				intervals: analysis.segments.map(({ start, end, label }) => ({
					start,
					end,
					text: label ?? "not sure",
				})),
			},
			{
				name: "speech",
				intervals: analysis.speech.map(({ start, end }) => ({ start, end, text: "speech" })),
			},
		],
		{ date, media: { url: file, type: "audio/x-wav" } },
	);
}

/** Tiers as an ELAN document; `media` is the recording they belong to, where there is one. */
export function elan(
	tiers: readonly Tier[],
	{
		date,
		media,
	}: { readonly date: string; readonly media?: { readonly url: string; readonly type: string } },
): string {
	const slots: number[] = [];
	let annotations = 0;
	const slot = (seconds: number): string => `ts${slots.push(Math.round(seconds * 1000))}`;
	const lines = ({ name, intervals }: Tier): string[] => [
		`\t<TIER LINGUISTIC_TYPE_REF="interval" TIER_ID="${escaped(name)}">`,
		...intervals.flatMap(({ start, end, text }) => [
			"\t\t<ANNOTATION>",
			`\t\t\t<ALIGNABLE_ANNOTATION ANNOTATION_ID="a${++annotations}" TIME_SLOT_REF1="${slot(start)}" TIME_SLOT_REF2="${slot(end)}">`,
			`\t\t\t\t<ANNOTATION_VALUE>${escaped(text)}</ANNOTATION_VALUE>`,
			"\t\t\t</ALIGNABLE_ANNOTATION>",
			"\t\t</ANNOTATION>",
		]),
		"\t</TIER>",
	];
	const written = tiers.flatMap(lines);
	return `${[
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<ANNOTATION_DOCUMENT AUTHOR="Undertone" DATE="${escaped(date)}" FORMAT="3.0" VERSION="3.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">`,
		'\t<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">',
		...(media === undefined
			? []
			: [`\t\t<MEDIA_DESCRIPTOR MEDIA_URL="${escaped(media.url)}" MIME_TYPE="${media.type}"/>`]),
		`\t\t<PROPERTY NAME="lastUsedAnnotationId">${annotations}</PROPERTY>`,
		"\t</HEADER>",
		"\t<TIME_ORDER>",
		...slots.map((value, i) => `\t\t<TIME_SLOT TIME_SLOT_ID="ts${i + 1}" TIME_VALUE="${value}"/>`),
		"\t</TIME_ORDER>",
		...written,
		'\t<LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="interval" TIME_ALIGNABLE="true"/>',
		"</ANNOTATION_DOCUMENT>",
	].join("\n")}\n`;
}

function escaped(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");
}
