import community.models.marks
import community.models.people
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import secunity.core.models.sealed
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


def problems_become_rows(apps, schema_editor):
    """Problems stood as blocks on the pages of communities; each becomes a row, once for all languages."""
    CommunityPage = apps.get_model('community', 'CommunityPage')
    RegionPage = apps.get_model('community', 'RegionPage')
    Problem = apps.get_model('community', 'Problem')
    texts = {}
    for page in CommunityPage.objects.select_related('locale').order_by('pk'):
        region = RegionPage.objects.filter(path=page.path[:-4]).values_list('region_id', flat=True).first()
        if region:
            blocks = [str(block['value']) for block in page.problems.raw_data if block['type'] == 'problem']
            texts.setdefault((page.translation_key, region), {})[page.locale.language_code] = blocks
    for (key, region), by_language in texts.items():
        japanese, english = by_language.get('ja', []), by_language.get('en', [])
        for number in range(max(len(japanese), len(english))):
            other = english[number] if number < len(english) else ''
            text = japanese[number] if number < len(japanese) else other
            Problem.objects.create(community_key=key, region_id=region, text_ja=text[:400], text_en=other[:600])


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0002_community'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField()),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='AddressInquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('password', 'New password'), ('factor', 'Lost second factor')], max_length=10)),
                ('address', secunity.core.models.sealed.SealedTextField(data_class='P2')),
                ('language', models.CharField(max_length=5)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('draft', 'being written'), ('submitted', 'waits for an answer'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='draft', max_length=10)),
                ('membership_class', models.CharField(choices=[('corp', 'Corporate member'), ('org', 'Association member'), ('expert', 'Expert member'), ('individual', 'Individual member')], max_length=12)),
                ('language', models.CharField(default='ja', max_length=2)),
                ('email_hash', models.CharField(db_index=True, max_length=64)),
                ('number_hash', models.CharField(blank=True, db_index=True, max_length=64)),
                ('particulars', secunity.core.models.sealed.SealedJSONField(data_class='P2', default=dict)),
                ('link_number', models.PositiveSmallIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P2')),
            ],
            options={
                'ordering': ['submitted_at', 'created_at'],
            },
        ),
        migrations.CreateModel(
            name='ConsentDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('policy', 'Policy'), ('guidelines', 'Basic action guidelines'), ('bylaws', 'Bylaws')], max_length=12)),
                ('version', models.PositiveSmallIntegerField()),
                ('title_ja', models.CharField(max_length=120)),
                ('title_en', models.CharField(max_length=160)),
                ('text_ja', models.TextField()),
                ('text_en', models.TextField()),
                ('changes_ja', models.TextField(blank=True)),
                ('changes_en', models.TextField(blank=True)),
                ('text_hash', models.CharField(editable=False, max_length=64)),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['kind', '-version'],
            },
        ),
        migrations.CreateModel(
            name='ConsentRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text_hash', models.CharField(max_length=64)),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('particulars', secunity.core.models.sealed.SealedJSONField(data_class='P3', default=dict)),
            ],
            options={
                'ordering': ['-given_at'],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P2')),
                ('email', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P2')),
                ('phone', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P2')),
            ],
        ),
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('delete_after', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='DirectoryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership_class', models.CharField(choices=[('corp', 'Corporate member'), ('org', 'Association member'), ('expert', 'Expert member'), ('individual', 'Individual member')], default='individual', max_length=12)),
                ('introduction', models.TextField(blank=True, max_length=400, verbose_name='introduction')),
                ('can_lecture', models.BooleanField(default=False, verbose_name='can give a talk')),
                ('can_visit', models.BooleanField(default=False, verbose_name='can come and help')),
                ('can_lend_room', models.BooleanField(default=False, verbose_name='can lend a room')),
                ('is_listed', models.BooleanField(default=False, verbose_name='stand in the directory')),
                ('place_for', models.CharField(choices=[('nobody', 'nobody'), ('region', 'members of my region'), ('members', 'all members')], default='members', max_length=8, verbose_name='where we are')),
                ('industry_for', models.CharField(choices=[('nobody', 'nobody'), ('region', 'members of my region'), ('members', 'all members')], default='members', max_length=8, verbose_name='our industry')),
                ('size_for', models.CharField(choices=[('nobody', 'nobody'), ('region', 'members of my region'), ('members', 'all members')], default='nobody', max_length=8, verbose_name='our size')),
                ('offers_for', models.CharField(choices=[('nobody', 'nobody'), ('region', 'members of my region'), ('members', 'all members')], default='members', max_length=8, verbose_name='what we offer')),
                ('people_for', models.CharField(choices=[('nobody', 'nobody'), ('region', 'members of my region'), ('members', 'all members')], default='nobody', max_length=8, verbose_name='who is responsible')),
                ('contact_for', models.CharField(choices=[('nobody', 'nobody'), ('region', 'members of my region'), ('members', 'all members')], default='nobody', max_length=8, verbose_name='how to reach us')),
            ],
        ),
        migrations.CreateModel(
            name='FactCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page_key', models.UUIDField(db_index=True)),
                ('checked_on', models.DateField(default=django.utils.timezone.localdate)),
                ('review_by', models.DateField(verbose_name='look again by')),
            ],
            options={
                'ordering': ['-checked_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', secunity.core.models.sealed.SealedTextField(data_class='P2')),
                ('name', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P2')),
                ('email_hash', models.CharField(db_index=True, max_length=64)),
                ('language', models.CharField(default='ja', max_length=2)),
                ('is_responsible', models.BooleanField(default=False)),
                ('link_number', models.PositiveSmallIntegerField(default=1)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-sent_at'],
            },
        ),
        migrations.CreateModel(
            name='KnownDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('browser', models.CharField(blank=True, max_length=40)),
                ('system', models.CharField(blank=True, max_length=40)),
                ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_seen_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='MailChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(choices=[('daily', 'every morning on which something waits'), ('weekly', 'on Monday mornings on which something waits'), ('never', 'no digest')], default='weekly', max_length=8, verbose_name='digest of my desk')),
                ('is_told_at_once', models.BooleanField(default=True, help_text='Without it you find new things on your desk and in the digest. What protects your account always comes at once.', verbose_name='tell me at once when something new waits for me')),
                ('language', models.CharField(choices=[('ja', 'Japanese'), ('en', 'English')], default='ja', max_length=5, verbose_name='language of my mails')),
                ('digest_sent_on', models.DateField(editable=False, null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='MarkDeclaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('declared_on', models.DateField(default=django.utils.timezone.localdate)),
                ('expires_on', models.DateField(db_index=True)),
                ('prefers_marked_partners', models.BooleanField(default=False)),
                ('withdrawn_on', models.DateField(null=True)),
                ('reminders_sent', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='MarkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evidence', models.CharField(blank=True, max_length=200)),
                ('evidence_url', models.CharField(blank=True, max_length=300, validators=[django.core.validators.URLValidator(schemes=['https'])])),
                ('evidence_on', models.DateField(null=True)),
            ],
            options={
                'ordering': ['kind__order'],
            },
        ),
        migrations.CreateModel(
            name='MarkItemKind',
            fields=[
                ('code', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('name_ja', models.CharField(max_length=120)),
                ('name_en', models.CharField(max_length=160)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('operator_ja', models.CharField(max_length=60)),
                ('operator_en', models.CharField(max_length=80)),
                ('meaning_ja', models.CharField(max_length=200)),
                ('meaning_en', models.CharField(max_length=240)),
            ],
            options={
                'ordering': ['order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrganisationDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(max_length=253)),
            ],
            options={
                'ordering': ['domain'],
            },
        ),
        migrations.CreateModel(
            name='OrganisationMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=community.models.marks.new_mark_code, editable=False, max_length=16, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='OrganisationName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160)),
                ('is_derived', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community_key', models.UUIDField(db_index=True)),
                ('text_ja', models.TextField(help_text='One problem in one or two sentences: what is difficult, and what help you look for.', max_length=400, verbose_name='problem in Japanese')),
                ('text_en', models.TextField(blank=True, max_length=600, verbose_name='problem in English')),
                ('state', models.CharField(choices=[('open', 'looking for help'), ('trying', 'trying an answer'), ('solved', 'solved'), ('closed', 'no longer asked')], default='open', max_length=8, verbose_name='where it stands')),
                ('outcome_ja', models.TextField(blank=True, max_length=400, verbose_name='what became of it, in Japanese')),
                ('outcome_en', models.TextField(blank=True, max_length=600, verbose_name='what became of it, in English')),
                ('opened_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='asked on')),
                ('closed_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-opened_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'waits for the link in the mail'), ('waiting', "waits for two people's approval"), ('approved', 'approved, takes effect after the waiting time'), ('reset', 'reset, waits for the new second factor'), ('done', 'done, a new second factor is set up'), ('cancelled', 'stopped by the person'), ('refused', 'refused'), ('expired', 'expired')], default='asked', max_length=10)),
                ('language', models.CharField(max_length=5)),
                ('confirm_hash', models.CharField(blank=True, db_index=True, max_length=64)),
                ('cancel_hash', models.CharField(blank=True, db_index=True, max_length=64)),
                ('set_up_hash', models.CharField(blank=True, db_index=True, max_length=64)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('reset_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
            ],
            options={
                'ordering': ['-asked_at'],
            },
        ),
        migrations.CreateModel(
            name='RecoveryApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('in_person', 'I met them in person'), ('video', 'I saw and spoke to them by video and know their face'), ('call_back', 'I rang them on a number that I had before'), ('colleague', 'A responsible person of their organisation, known to me, vouched for them')], max_length=10)),
                ('note', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P2', default='')),
                ('approved_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['approved_at'],
            },
        ),
        migrations.CreateModel(
            name='RoleProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('member', 'Member'), ('chair', 'Working-group chair'), ('secretary', 'Working-group secretary'), ('organiser', 'Regional organiser'), ('reviewer', 'Regional reviewer'), ('secretariat', 'Secretariat'), ('administrator', 'Administrator')], max_length=16)),
                ('reason', models.CharField(max_length=400, verbose_name='reason')),
                ('state', models.CharField(choices=[('open', 'waits for a second person'), ('approved', 'approved'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='open', max_length=10)),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=400, verbose_name='answer')),
            ],
            options={
                'ordering': ['-proposed_at'],
            },
        ),
        migrations.CreateModel(
            name='SharedLimit',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'secunity_shared_limits',
            },
        ),
        migrations.CreateModel(
            name='WorkingGroupDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decided_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='decided on')),
                ('text_ja', models.TextField(max_length=2000, verbose_name='decision in Japanese')),
                ('text_en', models.TextField(blank=True, max_length=2000, verbose_name='decision in English')),
                ('is_public', models.BooleanField(default=False, help_text='Without this, only participants read it.', verbose_name='show it to everybody')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['-decided_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='WorkingGroupName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=120)),
                ('until', models.DateField(default=django.utils.timezone.localdate)),
                ('reason', models.CharField(blank=True, max_length=400)),
            ],
            options={
                'ordering': ['-until', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='WorkingGroupRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat', models.CharField(choices=[('organisation', 'for an organisation'), ('expert', 'as an expert')], default='expert', max_length=12, verbose_name='seat')),
                ('message', models.TextField(blank=True, max_length=1000, verbose_name='what you would like to bring in')),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('approved', 'approved'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='open', max_length=10)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=400, verbose_name='answer')),
            ],
            options={
                'ordering': ['asked_at'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='rolegrant',
            name='role_grant_once',
        ),
        migrations.RemoveConstraint(
            model_name='rolegrant',
            name='role_grant_region_fits_role',
        ),
        migrations.AddField(
            model_name='communitypage',
            name='recognised_on',
            field=models.DateField(blank=True, null=True, verbose_name='recognised on'),
        ),
        migrations.AddField(
            model_name='communitypage',
            name='recognition_url',
            field=models.URLField(blank=True, help_text='The page of those who recognised it.', verbose_name='where the recognition can be read'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='capital_yen',
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='corporate_number',
            field=models.CharField(blank=True, max_length=13, validators=[community.models.people.check_corporate_number]),
        ),
        migrations.AddField(
            model_name='organisation',
            name='employees',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='in_trust_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='industry_group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='community.industrygroup'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='prefectures',
            field=models.ManyToManyField(blank=True, related_name='organisations_at_work', to='community.prefecture'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='grants_approved', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='working_group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='community.workinggroup'),
        ),
        migrations.AddField(
            model_name='user',
            name='suspended_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='membership rests since'),
        ),
        migrations.AddField(
            model_name='workinggroup',
            name='closed_on',
            field=models.DateField(blank=True, null=True, verbose_name='closed on'),
        ),
        migrations.AddField(
            model_name='workinggroup',
            name='closing_note_en',
            field=models.CharField(blank=True, max_length=400, verbose_name='why it closed, in English'),
        ),
        migrations.AddField(
            model_name='workinggroup',
            name='closing_note_ja',
            field=models.CharField(blank=True, max_length=400, verbose_name='why it closed, in Japanese'),
        ),
        migrations.AddField(
            model_name='workinggroup',
            name='collection',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='working_group', to='wagtailcore.collection'),
        ),
        migrations.AddField(
            model_name='workinggroup',
            name='opened_on',
            field=models.DateField(blank=True, null=True, verbose_name='opened on'),
        ),
        migrations.AddField(
            model_name='workinggroupmembership',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='working_group_seats', to='community.organisation'),
        ),
        migrations.AddField(
            model_name='workinggroupmembership',
            name='seat',
            field=models.CharField(choices=[('organisation', 'for an organisation'), ('expert', 'as an expert')], default='expert', max_length=12, verbose_name='seat'),
        ),
        migrations.AddField(
            model_name='workinggroupmembership',
            name='since',
            field=models.DateField(default=django.utils.timezone.localdate),
        ),
        migrations.AddField(
            model_name='workinggrouppage',
            name='resources',
            field=wagtail.fields.StreamField([('heading', 0), ('measure', 7), ('profile', 14), ('curriculum', 20), ('cooperation', 25)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'Heading', 'max_length': 80, 'template': 'community/working_group_blocks/heading.html'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 120}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'text', 'max_length': 600}), 3: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page of this site', 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'help_text': 'An address elsewhere (https://…) or here (/practices/?theme=…).', 'label': 'address', 'max_length': 300, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'words of the link', 'max_length': 80, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('page', 3), ('url', 4), ('label', 5)]], {'label': 'where to read on'}), 7: ('wagtail.blocks.StructBlock', [[('title', 1), ('text', 2), ('link', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'name of the role', 'max_length': 120}), 9: ('wagtail.blocks.TextBlock', (), {'label': 'what this person does', 'max_length': 600}), 10: ('wagtail.blocks.CharBlock', (), {'max_length': 160}), 11: ('wagtail.blocks.ListBlock', (10,), {'label': 'tasks'}), 12: ('wagtail.blocks.ListBlock', (10,), {'label': 'what they know and can do'}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'from which experience', 'max_length': 120, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('title', 8), ('text', 9), ('tasks', 11), ('skills', 12), ('level', 13), ('link', 6)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'name of the course', 'max_length': 120}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'who teaches it', 'max_length': 120}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'for whom', 'max_length': 160}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'how long', 'max_length': 80, 'required': False}), 19: ('wagtail.blocks.ListBlock', (10,), {'label': 'units, in order'}), 20: ('wagtail.blocks.StructBlock', [[('title', 15), ('provider', 16), ('audience', 17), ('hours', 18), ('units', 19), ('link', 6)]], {}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'college of technology or university', 'max_length': 160}), 22: ('wagtail.blocks.CharBlock', (), {'label': 'who works with it', 'max_length': 200}), 23: ('wagtail.blocks.TextBlock', (), {'label': 'what they do together', 'max_length': 800}), 24: ('wagtail.blocks.TextBlock', (), {'label': 'what others can take over', 'max_length': 600, 'required': False}), 25: ('wagtail.blocks.StructBlock', [[('title', 1), ('school', 21), ('partners', 22), ('text', 23), ('lesson', 24), ('link', 6)]], {})}, help_text='Measures, profiles of people, curricula and practices of cooperation that readers can use.', verbose_name='what it works with'),
        ),
        migrations.AlterField(
            model_name='communitypage',
            name='contact',
            field=models.TextField(blank=True, help_text='When you answer, and where you can be met. Mails reach you by the contact form, which hides addresses.', max_length=600, validators=[django.core.validators.RegexValidator('[^\\s@＠]+[@＠][^\\s@＠]+\\.', 'Please leave out mail addresses: readers reach the organisers by the contact form, which hides them.', inverse_match=True)], verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='communitypage',
            name='intro',
            field=models.TextField(blank=True, help_text='How it began, who takes part, what you do over a year.', max_length=2000, validators=[django.core.validators.RegexValidator('[^\\s@＠]+[@＠][^\\s@＠]+\\.', 'Please leave out mail addresses: readers reach the organisers by the contact form, which hides them.', inverse_match=True)], verbose_name='about the community'),
        ),
        migrations.AlterField(
            model_name='communitypage',
            name='recognised_by',
            field=models.CharField(blank=True, help_text='Who recognised the community. Leave it empty if nobody did.', max_length=200, verbose_name='recognised by'),
        ),
        migrations.AlterField(
            model_name='regionpage',
            name='contact',
            field=models.TextField(blank=True, help_text='When you answer, and where you can be met. Mails reach you by the contact form, which hides addresses.', max_length=600, validators=[django.core.validators.RegexValidator('[^\\s@＠]+[@＠][^\\s@＠]+\\.', 'Please leave out mail addresses: readers reach the organisers by the contact form, which hides them.', inverse_match=True)], verbose_name='contact'),
        ),
        migrations.AlterField(
            model_name='regionpage',
            name='intro',
            field=models.TextField(blank=True, help_text='Who works together here and on what. Two or three short paragraphs.', max_length=2000, validators=[django.core.validators.RegexValidator('[^\\s@＠]+[@＠][^\\s@＠]+\\.', 'Please leave out mail addresses: readers reach the organisers by the contact form, which hides them.', inverse_match=True)], verbose_name='about the region'),
        ),
        migrations.AlterField(
            model_name='rolegrant',
            name='role',
            field=models.CharField(choices=[('member', 'Member'), ('chair', 'Working-group chair'), ('secretary', 'Working-group secretary'), ('organiser', 'Regional organiser'), ('reviewer', 'Regional reviewer'), ('secretariat', 'Secretariat'), ('administrator', 'Administrator')], max_length=16),
        ),
        migrations.AlterField(
            model_name='workinggroup',
            name='aim_en',
            field=models.TextField(max_length=1000, verbose_name='aim in English'),
        ),
        migrations.AlterField(
            model_name='workinggroup',
            name='aim_ja',
            field=models.TextField(max_length=1000, verbose_name='aim in Japanese'),
        ),
        migrations.AlterField(
            model_name='workinggroup',
            name='meeting_mode_en',
            field=models.CharField(blank=True, max_length=160, verbose_name='how it meets, in English'),
        ),
        migrations.AlterField(
            model_name='workinggroup',
            name='meeting_mode_ja',
            field=models.CharField(blank=True, max_length=120, verbose_name='how it meets, in Japanese'),
        ),
        migrations.AlterField(
            model_name='workinggroup',
            name='name_en',
            field=models.CharField(max_length=120, verbose_name='name in English'),
        ),
        migrations.AlterField(
            model_name='workinggroup',
            name='name_ja',
            field=models.CharField(max_length=80, verbose_name='name in Japanese'),
        ),
        migrations.AlterField(
            model_name='workinggroupmembership',
            name='working_group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='community.workinggroup'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('corporate_number', ''), _negated=True), fields=('corporate_number',), name='organisation_number_once'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.UniqueConstraint(fields=('user', 'role', 'region', 'working_group'), name='role_grant_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('region__isnull', False), ('role__in', ['organiser', 'reviewer']), ('working_group__isnull', True)), models.Q(('region__isnull', True), ('role__in', ['chair', 'secretary']), ('working_group__isnull', False)), models.Q(('region__isnull', True), ('role__in', ['administrator', 'member', 'secretariat']), ('working_group__isnull', True)), _connector='OR'), name='role_grant_scope_fits_role'),
        ),
        migrations.AddField(
            model_name='application',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='application',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='applications', to='community.organisation'),
        ),
        migrations.AddField(
            model_name='application',
            name='region',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='community.region'),
        ),
        migrations.AddField(
            model_name='application',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='applications', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='consentdocument',
            name='published_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='consentrecord',
            name='application',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='consents', to='community.application'),
        ),
        migrations.AddField(
            model_name='consentrecord',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='community.consentdocument'),
        ),
        migrations.AddField(
            model_name='consentrecord',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='consents', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='contact',
            name='organisation',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contact', to='community.organisation'),
        ),
        migrations.AddField(
            model_name='contact',
            name='user',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contact', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='departure',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='departure', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='directoryentry',
            name='industry',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='community.industrydivision'),
        ),
        migrations.AddField(
            model_name='directoryentry',
            name='organisation',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='entry', to='community.organisation'),
        ),
        migrations.AddField(
            model_name='directoryentry',
            name='prefecture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='community.prefecture'),
        ),
        migrations.AddField(
            model_name='directoryentry',
            name='user',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='entry', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='factcheck',
            name='checked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='factcheck',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fact_checks', to='community.region'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='application',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='community.application'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='community.organisation'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='knowndevice',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='known_devices', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mailchoice',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_choice', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='markdeclaration',
            name='declared_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='marks_declared', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='markitem',
            name='declaration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='community.markdeclaration'),
        ),
        migrations.AddField(
            model_name='markitem',
            name='kind',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='community.markitemkind'),
        ),
        migrations.AddField(
            model_name='organisationdomain',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='community.organisation'),
        ),
        migrations.AddField(
            model_name='organisationmark',
            name='organisation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mark', to='community.organisation'),
        ),
        migrations.AddField(
            model_name='markdeclaration',
            name='mark',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declarations', to='community.organisationmark'),
        ),
        migrations.AddField(
            model_name='organisationname',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='community.organisation'),
        ),
        migrations.AddField(
            model_name='problem',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='problem',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='community.region'),
        ),
        migrations.AddField(
            model_name='recovery',
            name='refused_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recoveries_refused', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recovery',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recoveries', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recoveryapproval',
            name='approver',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recoveries_approved', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recoveryapproval',
            name='recovery',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='community.recovery'),
        ),
        migrations.AddField(
            model_name='roleproposal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals_decided', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roleproposal',
            name='proposed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals_made', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roleproposal',
            name='region',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='community.region'),
        ),
        migrations.AddField(
            model_name='roleproposal',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_proposals', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roleproposal',
            name='working_group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='community.workinggroup'),
        ),
        migrations.AddField(
            model_name='workinggroupdecision',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workinggroupdecision',
            name='working_group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='community.workinggroup'),
        ),
        migrations.AddField(
            model_name='workinggroupname',
            name='working_group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier_names', to='community.workinggroup'),
        ),
        migrations.AddField(
            model_name='workinggrouprequest',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workinggrouprequest',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.organisation'),
        ),
        migrations.AddField(
            model_name='workinggrouprequest',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='working_group_requests', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workinggrouprequest',
            name='working_group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='community.workinggroup'),
        ),
        migrations.AddConstraint(
            model_name='consentdocument',
            constraint=models.UniqueConstraint(fields=('kind', 'version'), name='consent_version_once'),
        ),
        migrations.AddIndex(
            model_name='consentrecord',
            index=models.Index(fields=['user', 'withdrawn_at'], name='consent_by_user'),
        ),
        migrations.AddConstraint(
            model_name='consentrecord',
            constraint=models.UniqueConstraint(condition=models.Q(('user__isnull', False), ('withdrawn_at__isnull', True)), fields=('user', 'document'), name='consent_valid_once'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', True), ('user__isnull', False)), models.Q(('organisation__isnull', False), ('user__isnull', True)), _connector='OR'), name='contact_of_one'),
        ),
        migrations.AddConstraint(
            model_name='directoryentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', True), ('user__isnull', False)), models.Q(('organisation__isnull', False), ('user__isnull', True)), _connector='OR'), name='entry_of_one'),
        ),
        migrations.AddConstraint(
            model_name='knowndevice',
            constraint=models.UniqueConstraint(fields=('user', 'fingerprint'), name='known_device_once'),
        ),
        migrations.AddConstraint(
            model_name='markitem',
            constraint=models.UniqueConstraint(fields=('declaration', 'kind'), name='mark_item_once'),
        ),
        migrations.AddConstraint(
            model_name='organisationdomain',
            constraint=models.UniqueConstraint(fields=('organisation', 'domain'), name='organisation_domain_once'),
        ),
        migrations.AddConstraint(
            model_name='organisationname',
            constraint=models.UniqueConstraint(fields=('organisation', 'name'), name='organisation_name_once'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'waiting', 'approved', 'reset'])), fields=('user',), name='recovery_open_once'),
        ),
        migrations.AddConstraint(
            model_name='recoveryapproval',
            constraint=models.UniqueConstraint(fields=('recovery', 'approver'), name='recovery_approved_once_each'),
        ),
        migrations.AddConstraint(
            model_name='roleproposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('user', 'role', 'region', 'working_group'), name='role_proposal_open_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='roleproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('region__isnull', False), ('role__in', ['organiser', 'reviewer']), ('working_group__isnull', True)), models.Q(('region__isnull', True), ('role__in', ['chair', 'secretary']), ('working_group__isnull', False)), models.Q(('region__isnull', True), ('role__in', ['administrator', 'member', 'secretariat']), ('working_group__isnull', True)), _connector='OR'), name='role_proposal_scope_fits_role'),
        ),
        migrations.AddConstraint(
            model_name='workinggrouprequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('user', 'working_group'), name='wg_request_once'),
        ),
        migrations.RunPython(problems_become_rows, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(
            model_name='communitypage',
            name='problems',
        ),
    ]
