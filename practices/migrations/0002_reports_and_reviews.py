import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import practices.models.reports
import secunity.core.models.sealed
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0003_members_and_places'),
        ('core', '0002_outgoing_mail'),
        ('practices', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Control',
            fields=[
                ('code', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('name_ja', models.CharField(max_length=120)),
                ('name_en', models.CharField(max_length=160)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('scheme', models.CharField(max_length=40)),
            ],
            options={
                'ordering': ['order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PublishedCounts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('cells', models.JSONField(default=list)),
                ('memory', secunity.core.models.sealed.SealedJSONField(data_class='P3', default=list)),
                ('published_on', models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='not_through_api',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='case',
            name='not_through_exports',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='case',
            name='not_through_feed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='casetext',
            name='business_impact',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='casetext',
            name='controls',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='affected',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='confidence',
            field=models.CharField(blank=True, default='', max_length=10),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='cost_kinds',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='data_kinds',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='durations',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='environment',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='indicators',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='industry_sector',
            field=models.CharField(blank=True, choices=[('primary', 'Agriculture, forestry and fisheries'), ('secondary', 'Mining, construction and manufacturing'), ('tertiary', 'Trade and services')], default='', max_length=10),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='noticed_by',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='records_band',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='size_class',
            field=models.CharField(blank=True, choices=[('sme', 'Up to 300 people'), ('larger', '301 people or more')], default='', max_length=8),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='techniques',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='veris',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.CreateModel(
            name='AnonymityCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', secunity.core.models.sealed.SealedJSONField(data_class='P3', default=dict)),
                ('inputs', models.JSONField(default=dict)),
                ('outcome', models.CharField(choices=[('level', 'Publish at this level'), ('without', 'No level passes: without attributes, or hold'), ('hold', 'Hold: there are too few members')], max_length=8)),
                ('level', models.JSONField(null=True)),
                ('published', models.JSONField(default=dict)),
                ('k', models.PositiveIntegerField()),
                ('published_organisations', models.PositiveIntegerField()),
                ('k_at_finest', models.PositiveIntegerField()),
                ('climbs', models.JSONField(default=list)),
                ('options', models.JSONField(default=list)),
                ('choice', models.CharField(blank=True, choices=[('proposed', 'As proposed'), ('option', 'Another level that passes'), ('without', 'Without attributes')], default='', max_length=8)),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('chosen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='anonymity_checks', to='practices.caseversion')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('editor', 'Prepared it'), ('second', 'Checked it as a second person')], max_length=8)),
                ('organisations', models.JSONField(blank=True, default=list)),
                ('text_hash', models.CharField(max_length=64)),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='practices.caseversion')),
            ],
            options={
                'ordering': ['given_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ConsentRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text_hash', models.CharField(max_length=64)),
                ('language', models.CharField(default='ja', max_length=2)),
                ('recipient', secunity.core.models.sealed.SealedTextField(data_class='P3')),
                ('record', secunity.core.models.sealed.SealedJSONField(data_class='P3', default=dict)),
                ('answer', models.CharField(choices=[('open', 'Not answered yet'), ('agreed', 'Agreed'), ('refused', 'Said no'), ('withdrawn', 'Agreement withdrawn'), ('void', 'The text was changed or stopped')], default='open', max_length=10)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consent_requests', to='practices.caseversion')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ConsentLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('answer', 'Answer'), ('withdraw', 'Withdraw')], max_length=8)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='practices.consentrequest')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('site', 'site'), ('feed', 'feed'), ('api', 'api'), ('exports', 'exports')], max_length=8)),
                ('text_hash', models.CharField(max_length=64)),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='practices.caseversion')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='practices.consentrequest')),
            ],
        ),
        migrations.AddField(
            model_name='practicepage',
            name='controls',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, to='practices.control', verbose_name='controls'),
        ),
        migrations.CreateModel(
            name='IncidentReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=practices.models.reports.random_report_key, editable=False, max_length=16, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Handed in'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('origin', models.CharField(choices=[('member', 'Written here'), ('import', 'Imported')], default='member', max_length=8)),
                ('language', models.CharField(default='ja', max_length=2)),
                ('facts', secunity.core.models.sealed.SealedJSONField(data_class='P3', default=dict)),
                ('texts', secunity.core.models.sealed.SealedJSONField(data_class='P3', default=dict)),
                ('raw', secunity.core.models.sealed.SealedJSONField(data_class='P3', null=True)),
                ('source_key', models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                ('source_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('last_editor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incident_reports', to='community.organisation')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='community.region')),
                ('reporter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='incident_reports', to=settings.AUTH_USER_MODEL)),
                ('tlp', models.ForeignKey(default='AMBER+STRICT', on_delete=django.db.models.deletion.PROTECT, to='core.tlplabel')),
            ],
            options={
                'ordering': ['-updated_at'],
            },
        ),
        migrations.CreateModel(
            name='DisclosureLane',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lane', models.CharField(choices=[('share', 'Share'), ('report', 'Report'), ('announce', 'Announce')], max_length=8)),
                ('code', models.CharField(blank=True, editable=False, max_length=60)),
                ('recipient', secunity.core.models.sealed.SealedTextField(data_class='P3')),
                ('reason', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P3', default='')),
                ('victim_information', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P3', default='')),
                ('technique_information', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P3', default='')),
                ('deadline', models.DateField(blank=True, null=True)),
                ('is_legal_duty', models.BooleanField(default=False)),
                ('is_untouched', models.BooleanField(default=True, editable=False)),
                ('is_set_aside', models.BooleanField(default=False)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('note', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P3', default='')),
                ('reminded_for', models.DateField(blank=True, editable=False, null=True)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lanes', to='practices.incidentreport')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=practices.models.reports.random_report_key, editable=False, max_length=16, unique=True)),
                ('state', models.CharField(choices=[('open', 'Decisions are being made'), ('submitted', 'Waits for the second person'), ('approved', 'Waits for the provider'), ('ready', 'Waits for the next release day'), ('released', 'Released'), ('stopped', 'Stopped')], default='open', max_length=10)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('fields', secunity.core.models.sealed.SealedJSONField(data_class='P3', default=dict)),
                ('findings', secunity.core.models.sealed.SealedJSONField(data_class='P3', default=list)),
                ('projection', secunity.core.models.sealed.SealedJSONField(data_class='P3', null=True)),
                ('text_hash', models.CharField(blank=True, default='', max_length=64)),
                ('note', secunity.core.models.sealed.SealedJSONField(data_class='P3', null=True)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('release_on', models.DateField(blank=True, null=True)),
                ('table_expires_on', models.DateField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='practices.case')),
                ('last_editor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='practices.caseversion')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='practices.incidentreport')),
            ],
            options={
                'ordering': ['-updated_at'],
            },
        ),
        migrations.CreateModel(
            name='PracticeAdoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice_key', models.UUIDField(db_index=True)),
                ('state', models.CharField(choices=[('considers', 'We are considering it'), ('tries', 'We are trying it'), ('uses', 'We do it'), ('stopped', 'We stopped')], max_length=10)),
                ('since', models.DateField(default=django.utils.timezone.localdate)),
                ('effort', models.CharField(blank=True, choices=[('low', 'Half a day or less'), ('medium', 'A few days'), ('high', 'A few weeks or more')], default='', max_length=8)),
                ('note', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P3', default='')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='community.organisation')),
            ],
            options={
                'ordering': ['-changed_at'],
            },
        ),
        migrations.CreateModel(
            name='PracticeReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice_key', models.UUIDField()),
                ('review_by', models.DateField()),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('practice_key', 'review_by'), name='practice_reminder_once')],
            },
        ),
        migrations.CreateModel(
            name='ProblemAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice_key', models.UUIDField(db_index=True)),
                ('named_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('problem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='community.problem')),
            ],
            options={
                'ordering': ['named_at'],
            },
        ),
        migrations.CreateModel(
            name='RedactionEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=24)),
                ('rule', models.CharField(max_length=60)),
                ('decision', models.CharField(choices=[('replace', 'Replaced as proposed'), ('edit', 'Replaced by other words'), ('keep', 'Kept'), ('add', 'Found by a person and replaced'), ('spread', 'The same words elsewhere')], max_length=8)),
                ('replaced_by', models.CharField(blank=True, max_length=200)),
                ('reason', models.CharField(blank=True, choices=[('ordinary', 'An ordinary word, no name'), ('public', 'Known to everybody anyway'), ('needed', 'Readers need it and it points to nobody'), ('consent', 'Those concerned have agreed'), ('indicator', 'A trace of the attacker that helps others')], max_length=10)),
                ('value_hash', models.CharField(max_length=64)),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='redactions', to='practices.caseversion')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=practices.models.reports.random_report_key, editable=False, max_length=16, unique=True)),
                ('name', secunity.core.models.sealed.SealedTextField(data_class='P3')),
                ('media_type', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='practices.incidentreport')),
            ],
            options={
                'ordering': ['added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportHelper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('named_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helpers', to='practices.incidentreport')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helped_reports', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ResponseFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('month', models.CharField(max_length=7)),
                ('counts', secunity.core.models.sealed.SealedJSONField(data_class='P3')),
                ('shown_before', secunity.core.models.sealed.SealedJSONField(data_class='P3', null=True)),
            ],
            options={
                'ordering': ['-month'],
                'constraints': [models.UniqueConstraint(fields=('year', 'month'), name='response_figures_once')],
            },
        ),
        migrations.CreateModel(
            name='ResponseLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=practices.models.reports.random_report_key, editable=False, max_length=16, unique=True)),
                ('subject', secunity.core.models.sealed.SealedTextField(data_class='P3')),
                ('opened_at', models.DateTimeField()),
                ('is_serious', models.BooleanField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='community.organisation')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='community.region')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='response_logs', to='practices.incidentreport')),
            ],
            options={
                'ordering': ['-opened_at'],
            },
        ),
        migrations.CreateModel(
            name='ResponseEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('alert', 'Alert'), ('serious', 'Judged serious'), ('not_serious', 'Judged not serious'), ('phone_remote', 'By phone or remotely'), ('on_site', 'On site'), ('closed', 'Closed')], max_length=12)),
                ('at', models.DateTimeField()),
                ('hours', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=6, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1000'))])),
                ('who', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P3', default='')),
                ('cost_yen', models.PositiveBigIntegerField(default=0)),
                ('cost_bearer', models.CharField(blank=True, choices=[('', 'No cost'), ('team', 'The helper team'), ('firm', 'The firm'), ('insurance', 'An insurance'), ('public', 'Public money')], default='', max_length=10)),
                ('note', secunity.core.models.sealed.SealedTextField(blank=True, data_class='P3', default='')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='practices.responselog')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='consentrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('answer', 'open')), fields=('version',), name='consent_asked_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('version', 'channel'), name='case_consent_valid_once'),
        ),
        migrations.AddIndex(
            model_name='incidentreport',
            index=models.Index(fields=['state', 'region'], name='report_state_region'),
        ),
        migrations.AddConstraint(
            model_name='disclosurelane',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('report', 'lane', 'code'), name='lane_proposed_once'),
        ),
        migrations.AddConstraint(
            model_name='casereview',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['released', 'stopped']), _negated=True), fields=('case',), name='case_review_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='practiceadoption',
            constraint=models.UniqueConstraint(fields=('organisation', 'practice_key'), name='adoption_once'),
        ),
        migrations.AddConstraint(
            model_name='problemanswer',
            constraint=models.UniqueConstraint(fields=('problem', 'practice_key'), name='problem_answer_once'),
        ),
        migrations.AddIndex(
            model_name='redactionentry',
            index=models.Index(fields=['value_hash'], name='redaction_by_value'),
        ),
        migrations.AddConstraint(
            model_name='reporthelper',
            constraint=models.UniqueConstraint(fields=('report', 'user'), name='report_helper_once'),
        ),
    ]
