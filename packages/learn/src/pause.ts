import { UndertoneError } from "@undertone/core";

/**
 * Lets other work of this thread go on for a moment, so that a long fit does not freeze a page.
 *
 * @throws {UndertoneError} `cancelled` if the signal has fired.
 */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
	await new Promise<void>((resolve) => {
		setTimeout(resolve, 0);
	});
	if (signal?.aborted) {
		throw new UndertoneError("cancelled", "The training was cancelled.", { cause: signal.reason });
	}
}
