"""Organisations and people."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.vocabularies import IndustryDivision, IndustryGroup, Prefecture, SizeBand
from secunity.core.models.language import current_language
from secunity.core.text.corporate_number import is_corporate_number


class UserManager(BaseUserManager["User"]):
    """Makes people from their mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who may sign in with `email`; without a password only by another way."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person with every right."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by a mail address."""

    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    # Membership rests from the moment a consent is withdrawn until all are given again.
    suspended_at = models.DateTimeField(_("membership rests since"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name as shown to other members."""
        return self.name

    def get_short_name(self) -> str:
        """The name as shown to other members."""
        return self.name


def check_corporate_number(value: str) -> None:
    """ValidationError unless the 13 digits are ones that can have been given out."""
    if not is_corporate_number(value):
        raise ValidationError(
            _("A corporate number has 13 digits, and its first digit fits the others. Please compare it once more.")
        )


class Organisation(models.Model):
    """A firm, association, public body or school that belongs to the hub."""

    class MembershipClass(models.TextChoices):
        CORPORATE = "corp", _("Corporate member")
        ASSOCIATION = "org", _("Association member")
        EXPERT = "expert", _("Expert member")
        INDIVIDUAL = "individual", _("Individual member")

    key = models.SlugField(unique=True)
    name_ja = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    kana = models.CharField(max_length=160, blank=True)
    membership_class = models.CharField(max_length=12, choices=MembershipClass, default=MembershipClass.CORPORATE)
    industry = models.ForeignKey(IndustryDivision, null=True, blank=True, on_delete=models.PROTECT)
    size_band = models.ForeignKey(SizeBand, null=True, blank=True, on_delete=models.PROTECT)
    corporate_number = models.CharField(max_length=13, blank=True, validators=[check_corporate_number])
    industry_group = models.ForeignKey(IndustryGroup, null=True, blank=True, on_delete=models.PROTECT)
    employees = models.PositiveIntegerField(null=True, blank=True)
    capital_yen = models.PositiveBigIntegerField(null=True, blank=True)
    prefecture = models.ForeignKey(Prefecture, null=True, blank=True, on_delete=models.PROTECT)
    # Where else it works; `prefecture` is where its seat is.
    prefectures = models.ManyToManyField(Prefecture, blank=True, related_name="organisations_at_work")
    # Nobody of its own is responsible for it any more: the secretariat stands in.
    in_trust_since = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["corporate_number"], condition=~Q(corporate_number=""), name="organisation_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, in Japanese where it has no other."""
        return (self.name_en if current_language() == "en" else "") or self.name_ja


class OrganisationName(models.Model):
    """One of the ways in which an organisation is written: for finding it, and for hiding it in shared texts."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=160)
    # Follows from the given names; made anew when they change.
    is_derived = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "name"], name="organisation_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationDomain(models.Model):
    """A domain name by which an organisation can be recognised."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253)

    class Meta:
        ordering: ClassVar[list[str]] = ["domain"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "domain"], name="organisation_domain_once")
        ]

    def __str__(self) -> str:
        return self.domain


class Affiliation(models.Model):
    """A person works for an organisation; one person may belong to several."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="affiliations")
    is_responsible = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="affiliation_once")]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"


class Departure(models.Model):
    """A person has left; what the hub knows of them is deleted after `delete_after`."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="departure")
    left_at = models.DateTimeField(default=timezone.now)
    delete_after = models.DateField()

    def __str__(self) -> str:
        return str(self.delete_after)
