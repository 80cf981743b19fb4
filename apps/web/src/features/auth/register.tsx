import { Link } from "wouter";
import { api } from "../../lib/api-client.ts";
import { AuthForm } from "./auth-form.tsx";

/** Make an account. */
export function Register() {
	return (
		<AuthForm
			title="Create an account"
			action="Create account"
			submit={(form) =>
				api.register(String(form.get("name")), String(form.get("email")), String(form.get("password")))
			}
			below={
				<>
					The account lives on this server only. It keeps your results, never your recordings unless you tick
					it. Already registered? <Link href="/login">Log in</Link>.
				</>
			}
		>
			<div className="field">
				<label htmlFor="name">Name</label>
				<input id="name" name="name" autoComplete="name" required maxLength={100} />
			</div>
			<div className="field">
				<label htmlFor="email">E-mail</label>
				<input id="email" name="email" type="email" autoComplete="username" required />
			</div>
			<div className="field">
				<label htmlFor="password">Password</label>
				<input
					id="password"
					name="password"
					type="password"
					autoComplete="new-password"
					minLength={10}
					maxLength={200}
					required
					aria-describedby="password-hint"
				/>
				<p className="hint" id="password-hint">
					At least 10 characters.
				</p>
			</div>
		</AuthForm>
	);
}
