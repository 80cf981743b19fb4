import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/components.css";

const root = document.getElementById("root");
if (root === null) throw new Error("The page lacks its root element.");
createRoot(root).render(
	<StrictMode>
		<App />
	</StrictMode>,
);
