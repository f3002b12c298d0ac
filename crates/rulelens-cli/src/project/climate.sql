SELECT temperature, humidity, topic(2) AS room
FROM 'home/+/climate'
WHERE temperature > -40
