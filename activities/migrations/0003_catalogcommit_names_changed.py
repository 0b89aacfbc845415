from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_listing_card")]

    operations = [migrations.AddField("catalogcommit", "names_changed", models.BooleanField(default=True))]
