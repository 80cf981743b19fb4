import { useState } from "react";

const themes = ["system", "light", "dark"] as const;
type Theme = (typeof themes)[number];

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
	const [theme, setTheme] = useState<Theme>(
		() => (localStorage.getItem("undertone-theme") as Theme | null) ?? "system",
	);
	const choose = (chosen: Theme): void => {
		setTheme(chosen);
		if (chosen === "system") {
			localStorage.removeItem("undertone-theme");
			delete document.documentElement.dataset.theme;
		} else {
			localStorage.setItem("undertone-theme", chosen);
			document.documentElement.dataset.theme = chosen;
		}
	};
	return (
		<label className="row">
			Colours
			<select value={theme} onChange={(event) => choose(event.target.value as Theme)}>
				<option value="system">as the system</option>
				<option value="light">light</option>
				<option value="dark">dark</option>
			</select>
		</label>
	);
}
