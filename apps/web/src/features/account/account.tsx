import { purposes, type Settings } from "@undertone/api";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { api, sentenceOf } from "../../lib/api-client.ts";
import { useSession } from "../../lib/session.tsx";
import { useAsync } from "../../lib/use-async.ts";
import { Await, Notice } from "../../ui/feedback.tsx";
import { Tokens } from "./tokens.tsx";

/** Settings, password, export and deletion. */
export function Account() {
	const { user } = useSession();
	const settings = useAsync("settings", () => api.settings());
	return (
		<div className="page narrow">
			<h1>Account</h1>
			<p className="soft">{user?.email}</p>
			<div className="stack">
				<section className="card">
					<h2>What is kept</h2>
					<Await of={settings}>{(value) => <SettingsForm initial={value} />}</Await>
				</section>
				<section className="card">
					<h2>Password</h2>
					<PasswordForm />
				</section>
				<section className="card">
					<h2>Your data</h2>
					<p className="soft">
						Everything this server knows of you can be taken along: as JSON with your settings, or the history
						as a table.
					</p>
					<div className="row">
						<a className="button" href="/api/v1/export?format=json" download>
							Export all (JSON)
						</a>
						<a className="button" href="/api/v1/export?format=csv" download>
							Export all (CSV)
						</a>
					</div>
				</section>
				<section className="card">
					<h2>Programs</h2>
					<Tokens />
				</section>
				<section className="card">
					<h2>Delete</h2>
					<DeleteForms />
				</section>
			</div>
		</div>
	);
}

function SettingsForm({ initial }: { readonly initial: Settings }) {
	const [settings, setSettings] = useState(initial);
	const [status, setStatus] = useState("");
	const save = async (change: Partial<Settings>): Promise<void> => {
		const before = settings;
		setSettings({ ...settings, ...change });
		try {
			setSettings(await api.saveSettings({ ...settings, ...change }));
			setStatus("Saved.");
		} catch (error) {
			setSettings(before);
			setStatus(sentenceOf(error));
		}
	};
	return (
		<div className="stack">
			<label className="check">
				<input
					type="checkbox"
					checked={settings.saveHistory}
					onChange={(event) => void save({ saveHistory: event.target.checked })}
				/>
				<span>
					Keep results in my history
					<br />
					<span className="soft small">
						Only the result, never the recording, unless you tick that when you upload.
					</span>
				</span>
			</label>
			<div className="field">
				<label htmlFor="retention">Delete results after</label>
				<select
					id="retention"
					value={settings.retentionDays ?? ""}
					onChange={(event) =>
						void save({ retentionDays: event.target.value === "" ? null : Number(event.target.value) })
					}
				>
					<option value="">never</option>
					<option value="7">a week</option>
					<option value="30">a month</option>
					<option value="365">a year</option>
				</select>
			</div>
			<div className="field">
				<label htmlFor="purpose">Purpose</label>
				<select
					id="purpose"
					value={settings.purpose ?? ""}
					onChange={(event) =>
						void save({ purpose: purposes.find(({ id }) => id === event.target.value)?.id ?? null })
					}
				>
					{settings.purpose === null && <option value="">not chosen</option>}
					{purposes.map(({ id, title }) => (
						<option key={id} value={id}>
							{title}
						</option>
					))}
				</select>
			</div>
			<p className="hint" role="status">
				{status}
			</p>
		</div>
	);
}

function PasswordForm() {
	const [status, setStatus] = useState<{ readonly kind: "info" | "error"; readonly text: string } | null>(
		null,
	);
	const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
		event.preventDefault();
		const form = event.currentTarget;
		const fields = new FormData(form);
		try {
			await api.changePassword(String(fields.get("current")), String(fields.get("new")));
			form.reset();
			setStatus({ kind: "info", text: "The password was changed; other devices were logged out." });
		} catch (error) {
			setStatus({ kind: "error", text: sentenceOf(error) });
		}
	};
	return (
		<form className="stack" onSubmit={(event) => void submit(event)}>
			<div className="field">
				<label htmlFor="current">Current password</label>
				<input id="current" name="current" type="password" autoComplete="current-password" required />
			</div>
			<div className="field">
				<label htmlFor="new">New password</label>
				<input
					id="new"
					name="new"
					type="password"
					autoComplete="new-password"
					minLength={10}
					maxLength={200}
					required
				/>
			</div>
			{status !== null && <Notice kind={status.kind}>{status.text}</Notice>}
			<div>
				<button type="submit" className="button">
					Change password
				</button>
			</div>
		</form>
	);
}

function DeleteForms() {
	const [password, setPassword] = useState("");
	const [status, setStatus] = useState<{ readonly kind: "info" | "error"; readonly text: string } | null>(
		null,
	);
	const [, navigate] = useLocation();
	const { refresh } = useSession();
	const [sure, setSure] = useState(false);
	const deleteData = async (): Promise<void> => {
		setSure(false);
		try {
			await api.deleteData();
			setStatus({ kind: "info", text: "All results and recordings were deleted." });
		} catch (error) {
			setStatus({ kind: "error", text: sentenceOf(error) });
		}
	};
	const deleteAccount = async (): Promise<void> => {
		try {
			await api.deleteAccount(password);
			await refresh();
			navigate("/", { replace: true });
		} catch (error) {
			setStatus({ kind: "error", text: sentenceOf(error) });
		}
	};
	return (
		<div className="stack">
			{status !== null && <Notice kind={status.kind}>{status.text}</Notice>}
			<div className="row">
				{sure ? (
					<>
						<button type="button" className="button danger" onClick={() => void deleteData()}>
							Delete them for good
						</button>
						<button type="button" className="button" onClick={() => setSure(false)}>
							Keep them
						</button>
					</>
				) : (
					<button type="button" className="button danger" onClick={() => setSure(true)}>
						Delete all results and recordings
					</button>
				)}
			</div>
			<div className="field">
				<label htmlFor="delete-password">Password, to delete the account with everything in it</label>
				<input
					id="delete-password"
					type="password"
					autoComplete="current-password"
					value={password}
					onChange={(event) => setPassword(event.target.value)}
				/>
			</div>
			<div>
				<button
					type="button"
					className="button danger"
					disabled={password === ""}
					onClick={() => void deleteAccount()}
				>
					Delete my account
				</button>
			</div>
		</div>
	);
}
