import type {
	Account,
	Analysis,
	AnalysisPage,
	AnalysisPatch,
	Config,
	CreatedToken,
	ErrorBody,
	NewAnalysis,
	ResultDetail,
	Results,
	SavedAnalysis,
	Settings,
	Studies,
	Token,
} from "@undertone/api";

/** An answer that is no success, with the server's sentence for the user. */
class ApiFailure extends Error {
	override readonly name = "ApiFailure";
	readonly code: string;
	readonly status: number;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

/** Who is logged in. */
export interface SessionUser {
	readonly id: string;
	readonly email: string;
	readonly name: string;
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
	let response: Response;
	try {
		response = await fetch(path, {
			method,
			...(body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
		});
	} catch {
		throw unreachable();
	}
	if (response.ok)
		return (response.status === 204 ? undefined : await response.json().catch(() => undefined)) as T;
	throw failureOf(response.status, await response.json().catch(() => ({})));
}

function failureOf(status: number, body: unknown): ApiFailure {
	const problem = body as Partial<ErrorBody> & { code?: string; message?: string };
	return new ApiFailure(
		status,
		problem.error?.code ?? problem.code ?? "internal",
		problem.error?.message ?? problem.message ?? `The server answered ${status}.`,
	);
}

/** How an upload is watched and stopped. */
interface UploadOptions {
	readonly signal?: AbortSignal;
	/** The share of the bytes that were sent, 0–1. */
	readonly onProgress?: (share: number) => void;
}

/** Sends a form; unlike `fetch`, an XMLHttpRequest says how much has been sent. */
function upload<T>(path: string, form: FormData, { signal, onProgress }: UploadOptions): Promise<T> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		const stop = (): void => request.abort();
		request.open("POST", path);
		request.responseType = "json";
		request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
		request.onload = () =>
			request.status < 300
				? resolve(request.response as T)
				: reject(failureOf(request.status, request.response ?? {}));
		request.onerror = () => reject(unreachable());
		request.onabort = () => reject(signal?.reason);
		request.onloadend = () => signal?.removeEventListener("abort", stop);
		signal?.addEventListener("abort", stop);
		if (signal?.aborted) reject(signal.reason);
		else request.send(form);
	});
}

function unreachable(): ApiFailure {
	return new ApiFailure(
		0,
		"unreachable",
		"The server cannot be reached. Check that it is running, and try again.",
	);
}

/** Everything the studio asks of the server. */
export const api = {
	session: async (): Promise<SessionUser | null> => {
		const session = await call<{ user: SessionUser } | null>("GET", "/api/auth/get-session");
		return session?.user ?? null;
	},
	register: (name: string, email: string, password: string) =>
		call<unknown>("POST", "/api/auth/sign-up/email", { name, email, password }),
	logIn: (email: string, password: string) =>
		call<unknown>("POST", "/api/auth/sign-in/email", { email, password }),
	logOut: () => call<unknown>("POST", "/api/auth/sign-out", {}),
	changePassword: (currentPassword: string, newPassword: string) =>
		call<unknown>("POST", "/api/auth/change-password", {
			currentPassword,
			newPassword,
			revokeOtherSessions: true,
		}),
	config: () => call<Config>("GET", "/api/v1/config"),
	account: () => call<Account>("GET", "/api/v1/account"),
	deleteAccount: (password: string) => call<unknown>("DELETE", "/api/v1/account", { password }),
	deleteData: () => call<unknown>("DELETE", "/api/v1/account/data"),
	settings: () => call<Settings>("GET", "/api/v1/settings"),
	saveSettings: (settings: Partial<Settings>) => call<Settings>("PUT", "/api/v1/settings", settings),
	history: (query: string, cursor?: string) =>
		call<AnalysisPage>(
			"GET",
			`/api/v1/analyses?${new URLSearchParams({ query, ...(cursor === undefined ? {} : { cursor }) })}`,
		),
	analysis: (id: string) => call<Analysis>("GET", `/api/v1/analyses/${encodeURIComponent(id)}`),
	change: (id: string, patch: AnalysisPatch) =>
		call<Analysis>("PATCH", `/api/v1/analyses/${encodeURIComponent(id)}`, patch),
	remove: (id: string) => call<unknown>("DELETE", `/api/v1/analyses/${encodeURIComponent(id)}`),
	saveResult: (analysis: NewAnalysis, recording: File | null, options: UploadOptions = {}) => {
		if (recording === null) return call<SavedAnalysis>("POST", "/api/v1/analyses/results", analysis);
		const form = new FormData();
		form.set("analysis", JSON.stringify(analysis));
		form.set("file", recording);
		return upload<SavedAnalysis>("/api/v1/analyses/results", form, options);
	},
	analyzeOnServer: (file: File, fields: Readonly<Record<string, string>>, options: UploadOptions = {}) => {
		const form = new FormData();
		for (const [name, value] of Object.entries(fields)) form.set(name, value);
		form.set("file", file);
		return upload<SavedAnalysis>("/api/v1/analyses", form, options);
	},
	recording: async (id: string): Promise<Blob> => {
		const response = await fetch(`/api/v1/analyses/${encodeURIComponent(id)}/recording`);
		if (!response.ok) throw failureOf(response.status, await response.json().catch(() => ({})));
		return response.blob();
	},
	tokens: async () => (await call<{ tokens: Token[] }>("GET", "/api/v1/account/tokens")).tokens,
	makeToken: (name: string) => call<CreatedToken>("POST", "/api/v1/account/tokens", { name }),
	endToken: (id: string) => call<unknown>("DELETE", `/api/v1/account/tokens/${encodeURIComponent(id)}`),
	results: () => call<Results>("GET", "/api/v1/results"),
	result: (id: string) => call<ResultDetail>("GET", `/api/v1/results/${encodeURIComponent(id)}`),
	studies: () => call<Studies>("GET", "/api/v1/studies"),
	card: async (model: "speech" | "face"): Promise<string> => {
		const response = await fetch(`/models/${model}.md`);
		if (!response.ok) throw new ApiFailure(response.status, "not-found", "The model has no card.");
		return response.text();
	},
};

/** The sentence to show for whatever was thrown. */
export function sentenceOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
