import { lazy, Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";
import { Home } from "../features/home/home.tsx";
import { SessionProvider, useSession } from "../lib/session.tsx";
import { Shell } from "./shell.tsx";

const Login = lazy(() => import("../features/auth/login.tsx").then((module) => ({ default: module.Login })));
const Register = lazy(() =>
	import("../features/auth/register.tsx").then((module) => ({ default: module.Register })),
);
const Studio = lazy(() =>
	import("../features/studio/studio.tsx").then((module) => ({ default: module.Studio })),
);
const Upload = lazy(() =>
	import("../features/upload/upload.tsx").then((module) => ({ default: module.Upload })),
);
const RecordPage = lazy(() =>
	import("../features/record/record.tsx").then((module) => ({ default: module.RecordPage })),
);
const LivePage = lazy(() =>
	import("../features/live/live.tsx").then((module) => ({ default: module.LivePage })),
);
const Voices = lazy(() =>
	import("../features/voices/voices.tsx").then((module) => ({ default: module.Voices })),
);
const FacePage = lazy(() =>
	import("../features/face/face.tsx").then((module) => ({ default: module.FacePage })),
);
const ResultPage = lazy(() =>
	import("../features/result/result-page.tsx").then((module) => ({ default: module.ResultPage })),
);
const History = lazy(() =>
	import("../features/history/history.tsx").then((module) => ({ default: module.History })),
);
const Accuracy = lazy(() =>
	import("../features/accuracy/accuracy.tsx").then((module) => ({ default: module.Accuracy })),
);
const Features = lazy(() =>
	import("../features/features/features.tsx").then((module) => ({ default: module.Features })),
);
const Account = lazy(() =>
	import("../features/account/account.tsx").then((module) => ({ default: module.Account })),
);
const ModelCard = lazy(() =>
	import("../features/about/model-card.tsx").then((module) => ({ default: module.ModelCard })),
);
const Limits = lazy(() =>
	import("../features/about/limits.tsx").then((module) => ({ default: module.Limits })),
);

/** The studio: a frame, and a page for every address. */
export function App() {
	return (
		<SessionProvider>
			<Shell>
				<Suspense
					fallback={
						<p className="spinner-line" role="status">
							Loading …
						</p>
					}
				>
					<Switch>
						<Route path="/" component={Home} />
						<Route path="/login" component={Login} />
						<Route path="/register" component={Register} />
						<Route path="/studio">
							<Private>
								<Studio />
							</Private>
						</Route>
						<Route path="/upload" component={Upload} />
						<Route path="/record" component={RecordPage} />
						<Route path="/live" component={LivePage} />
						<Route path="/voices" component={Voices} />
						<Route path="/faces" component={FacePage} />
						<Route path="/result/:id">{({ id }) => <ResultPage key={id} id={id} />}</Route>
						<Route path="/history">
							<Private>
								<History />
							</Private>
						</Route>
						<Route path="/accuracy" component={Accuracy} />
						<Route path="/features" component={Features} />
						<Route path="/account">
							<Private>
								<Account />
							</Private>
						</Route>
						<Route path="/model">
							<ModelCard of="speech" />
						</Route>
						<Route path="/model/face">
							<ModelCard of="face" />
						</Route>
						<Route path="/limits" component={Limits} />
						<Route>
							<div className="page narrow">
								<h1>There is nothing here</h1>
								<p>
									The address leads nowhere. <a href="/">Go to the start.</a>
								</p>
							</div>
						</Route>
					</Switch>
				</Suspense>
			</Shell>
		</SessionProvider>
	);
}

/** Pages for who is logged in; others are led to the log-in and back. */
function Private({ children }: { readonly children: React.ReactNode }) {
	const { user } = useSession();
	if (user === undefined)
		return (
			<p className="spinner-line" role="status">
				Loading …
			</p>
		);
	if (user === null) return <Redirect to={`/login?next=${encodeURIComponent(location.pathname)}`} replace />;
	return children;
}
