/**
 * Says that this tab is live, until the returned function is called. Another one that is live as well takes a share of
 * the machine: told, not forbidden.
 */
export function claimTab(onOther: () => void): () => void {
	let release: () => void = () => undefined;
	const released = new Promise<void>((resolve) => {
		release = resolve;
	});
	void navigator.locks?.request("undertone-live", { ifAvailable: true }, async (lock) => {
		if (lock === null) onOther();
		else await released;
	});
	return release;
}
