from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0007_reports")]

    operations = [
        migrations.RemoveField("listing", "all_words"),
        migrations.RemoveField("listing", "title_words"),
        migrations.AddField("listing", "words", models.TextField(blank=True)),
    ]
