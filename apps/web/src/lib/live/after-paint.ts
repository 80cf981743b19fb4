const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => {
	for (const run of waiting.splice(0)) run();
};

/** Runs a function once what was changed so far has been painted; never while the page is hidden. */
export function afterPaint(run: () => void): void {
	if (document.hidden) return;
	requestAnimationFrame(() => {
		waiting.push(run);
		channel.port2.postMessage(null);
	});
}
