"""People come in: invites, language, groups; and hear that an exam takes place."""
