"""Signing in, registering, passwords, the second factor."""

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from consultation.boundary import SHORT_TEXT_LIMIT
from consultation.errors import RuleError
from consultation.forms.base import Form, ShortText, not_blank
from consultation.operations.accounts.passwords import LEAST_PASSWORD
from consultation.operations.accounts.people import address


def email_field(sentence: str) -> ShortText:
    return ShortText(
        "E-mail address",
        [InputRequired(sentence)],
        render_kw={"type": "email", "autocomplete": "username"},
    )


def current_password_field() -> PasswordField:
    return PasswordField(
        "Password",
        [InputRequired("Write your password.")],
        render_kw={"autocomplete": "current-password"},
    )


def new_password_field(label: str) -> PasswordField:
    return PasswordField(
        label,
        [
            Length(
                LEAST_PASSWORD,
                SHORT_TEXT_LIMIT,
                f"A password has at least {LEAST_PASSWORD} characters, and at most "
                f"{SHORT_TEXT_LIMIT}.",
            )
        ],
        description=f"At least {LEAST_PASSWORD} characters. Four words that do not belong together "
        "are easy to keep.",
        render_kw={"autocomplete": "new-password"},
    )


class EmailForm(Form):
    """A form with an address that mail can be sent to."""

    email = email_field("Write your e-mail address.")

    def validate_email(self, field: ShortText) -> None:
        """An address as mail knows it."""
        try:
            field.data = address(field.data or "")
        except RuleError as refusal:
            raise ValidationError(str(refusal)) from refusal


class SignInForm(Form):
    email = email_field("Write the e-mail address of your account.")
    password = current_password_field()
    shared = BooleanField(
        "This is a shared computer",
        description="Nothing you type is then kept in this browser.",
    )


def own_name_field(description: str) -> ShortText:
    return ShortText(
        "Your name",
        [not_blank("Write your name: the one that colleagues and chairs see.")],
        description=description,
        render_kw={"autocomplete": "name"},
    )


class RegisterForm(EmailForm):
    # Not called name: WTForms' forms have other uses for that.
    person = own_name_field("Whether it is published is your choice later, for each consultation.")
    password = new_password_field("Password")


class NameForm(Form):
    person = own_name_field("As colleagues, chairs and the secretariat see it.")


class ForgottenForm(EmailForm):
    """Only the address."""


class NewPasswordForm(Form):
    password = new_password_field("New password")


class PasswordForm(Form):
    """What is done only by whoever knows the password."""

    current = current_password_field()


class ChangePasswordForm(PasswordForm):
    password = new_password_field("New password")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.current.label.text = "Your password until now"


class CodeForm(Form):
    code = ShortText(
        "Code",
        [not_blank("Write the code that your app shows, or a recovery code.")],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "inputmode": "text"},
    )


class TurnOnForm(PasswordForm):
    secret = HiddenField("Secret", [Regexp(r"[A-Z2-7]{32}\Z", message="Open the page again.")])
    code = ShortText(
        "The code that your app shows now",
        [not_blank("Write the code that your app shows.")],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class ConfirmForm(Form):
    """The password, beside the address that it is kept under by programs which keep passwords."""

    email = ShortText(
        "E-mail address",
        render_kw={"type": "email", "autocomplete": "username", "readonly": True},
    )
    password = PasswordField(
        "The password you registered with",
        [InputRequired("Write the password that you chose when you registered.")],
        render_kw={"autocomplete": "current-password"},
    )


class SignOutForm(Form):
    """Only the token: signing out changes something, so it is never a link."""
