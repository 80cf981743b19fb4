import { useEffect, useState } from "react";

/** A number that changes when canvases must be drawn anew: other colours, another width. */
export function useRedraw(): number {
	const [version, setVersion] = useState(0);
	useEffect(() => {
		const redraw = (): void => setVersion((n) => n + 1);
		const scheme = matchMedia("(prefers-color-scheme: dark)");
		scheme.addEventListener("change", redraw);
		const observer = new MutationObserver(redraw);
		observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
		addEventListener("resize", redraw);
		return () => {
			scheme.removeEventListener("change", redraw);
			observer.disconnect();
			removeEventListener("resize", redraw);
		};
	}, []);
	return version;
}
