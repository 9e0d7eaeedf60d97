# Elasticsearch with the two analysis plugins that Japanese text needs.
FROM docker.elastic.co/elasticsearch/elasticsearch:8.19.3
RUN bin/elasticsearch-plugin install --batch analysis-kuromoji \
 && bin/elasticsearch-plugin install --batch analysis-icu
