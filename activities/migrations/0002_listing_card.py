from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]

    operations = [migrations.AddField("listing", "card", models.TextField(blank=True))]
