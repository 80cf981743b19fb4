/** A figure in 0–1 with its 95 % interval. */
export interface ApiMetric {
	readonly value: number;
	readonly low: number;
	readonly high: number;
}

/** A stored result as the accuracy page lists it. */
export interface ResultSummary {
	readonly id: string;
	readonly command: string;
	readonly corpora: readonly string[];
	readonly trainedOn?: readonly string[];
	readonly split: string;
	readonly adaptation: { readonly kind: string; readonly k: number };
	readonly classifier: string;
	readonly features: string;
	readonly labels: readonly string[];
	readonly selection: string;
	readonly n: number;
	readonly metrics: Readonly<Record<string, ApiMetric>>;
	readonly intervals: string;
	readonly date: string;
	readonly notes?: readonly string[];
}

/** What is computed from a result's stored predictions. */
export interface ResultDetail extends ResultSummary {
	readonly classes: readonly {
		readonly label: string;
		readonly n: number;
		readonly precision: number | null;
		readonly recall: number | null;
		readonly f1: number | null;
	}[];
	/** [actual][predicted], counts. */
	readonly confusion: readonly (readonly number[])[];
	readonly reliability: readonly {
		readonly count: number;
		readonly confidence: number;
		readonly accuracy: number;
	}[];
	/** UAR by speaker, and n. */
	readonly speakers: readonly { readonly name: string; readonly n: number; readonly accuracy: number }[];
	readonly sexes: readonly { readonly name: string; readonly n: number; readonly uar: number }[];
}
